import TestSupport
import Tokenizer

extension LanguageTests {
  /// A sample of each language that is stemmed, with the sentences of the vote's test.
  static let samples: [LanguageSample] = words.map { language, families, spellings in
    let sentences = LanguageVoteTests.sentences.first { $0.0 == language.rawValue }?.1 ?? []
    return LanguageSample(
      language, sentences: sentences, families: families, spellings: spellings)
  }

  private static let words:
    [(language: StemmingLanguage, families: [String], spellings: [String])] = [
      (.arabic, ["كتاب الكتاب", "مدرسة المدرسة"], ["احمد أحمد", "كتاب کتاب", "قلم قَلَم"]),
      (.armenian, ["քաղաք քաղաքներ քաղաքներում", "սեղան սեղաններ սեղանի"], []),
      (.basque, ["mendi mendian mendiak", "lagun lagunak lagunek"], ["cafe café"]),
      (.catalan, ["muntanya muntanyes", "home homes"], ["nacio nació"]),
      (.danish, ["bil biler bilerne", "hest heste hestene"], ["bla blå"]),
      (.dutch, ["boek boeken", "hond honden"], ["zeeen zeeën", "een één"]),
      (.english, ["dog dogs", "connect connected connecting connection"], ["naive naïve"]),
      (.finnish, ["talo talossa talot", "auto autossa autot"], ["aiti äiti"]),
      (.french, ["maison maisons", "national nationale nationaux"], ["ete été", "coeur cœur"]),
      (.german, ["haus häuser hauses", "katze katzen"], ["schon schön"]),
      (.greek, ["άνθρωποσ άνθρωποι άνθρωπο", "βουνό βουνά"], ["καιρος καιρός"]),
      (.hindi, ["किताब किताबें किताबों", "पहाड़ पहाड़ों"], ["12 १२"]),
      (.hungarian, ["ház házak házban", "kutya kutyát"], ["haz ház", "ido idő"]),
      (.indonesian, ["rumah rumahnya", "baca membaca dibaca"], ["sate saté"]),
      (.irish, ["bád bhád mbád", "páiste bpáiste pháiste"], ["fada fáda"]),
      (.italian, ["casa case", "amico amici"], ["citta città"]),
      (.lithuanian, ["kalnas kalnai kalnuose", "namas namai namuose"], ["zodis žodis"]),
      (.nepali, ["घर घरमा घरको", "पहाड पहाडमा पहाडको"], ["12 १२"]),
      (.norwegian, ["bil biler bilene", "hest hester hestene"], ["bla blå"]),
      (.portuguese, ["casa casas", "menino meninos"], ["nacao nação"]),
      (.romanian, ["casă case casele", "elev elevi elevul"], ["masina mașina", "mașina maşina"]),
      (.russian, ["книга книги книгу", "гора горы горах"], ["еще ещё"]),
      (.serbian, ["kuća kuće kuću", "planina planine planini"], ["kuca kuća"]),
      (.spanish, ["casa casas", "niño niños niña"], ["espana españa"]),
      (.swedish, ["bil bilar bilarna", "häst hästar hästarna"], ["var vår"]),
      (.tamil, ["பறவை பறவைகள்", "மலை மலைகள்"], ["12 ௧௨"]),
      (
        .turkish, ["kitap kitaplar", "çocuk çocuklar çocukların"],
        ["cocuk çocuk", "kapi kapı"]
      ),
      (.yiddish, ["שליסל שליסלען", "בארג בארגן"], ["שלום שלוֹם"]),
    ]
}
