/// What texts of a language look like, as far as it tells their encoding: letters beyond ASCII in the
/// order of how often they are met, and short words that every text has.
struct LanguageProfile: Sendable {
  /// Which encodings it is written in.
  let script: Charset.Script
  /// The letters, in lower case, the most frequent first.
  let letters: String
  /// How many of a thousand characters are such letters.
  let perMille: Int
  /// The letters of ASCII in words that have others, too, the most frequent first.
  let plainLetters: String
  /// Words, parted by spaces.
  let words: String

  private init(
    _ script: Charset.Script, _ perMille: Int, _ letters: String, _ plainLetters: String = "",
    _ words: String
  ) {
    self.script = script
    self.perMille = perMille
    self.letters = letters
    self.plainLetters = plainLetters
    self.words = words
  }

  /// The languages of alphabets.
  static let alphabetic: [LanguageProfile] = western + central + cyrillic + others

  private static let western: [LanguageProfile] = [
    // English has few letters beyond ASCII, and no words here: they stand in files of all languages.
    LanguageProfile(
      .western, 2, "éèïöüçñáà",
      "", ""),
    LanguageProfile(
      .western, 40, "éàèêçôùîûâœïëœüÿ",
      "ertisancopumldfhgvqybxzjk",
      "à où été même après très être dès déjà les des une est dans pour que qui sur avec par"),
    LanguageProfile(
      .western, 20, "üäöß",
      "enrthsgilfcuabdkmzwopvjyqx",
      "für über können wäre größe der die und das ist nicht den mit von auf ein eine dem sich"),
    LanguageProfile(
      .western, 25, "óíáéñúü¿¡ª",
      "anicesrtlomudpgbfvyxqzjhk",
      "más está también después según los las del una por con para como pero que son sus este"),
    LanguageProfile(
      .western, 40, "ãçáéíóêõâúàôª",
      "oisaertnpclmduvfgbqzxjhk",
      "não são é à às até está também uma dos das para com por mais como foi que ser os na"),
    LanguageProfile(
      .western, 12, "èàùòìéªî",
      "iptruoaeclsndmvbhfzgqk",
      "è più perché può così già della che non per una con sono nel alla gli dei di il si"),
    LanguageProfile(
      .western, 50, "äöåé",
      "rnatselfgdvikphmobjucyxw",
      "är för på från även när där och att det som av en med till den inte har ett om"),
    LanguageProfile(
      .western, 30, "øæåéöòô",
      "ersntgldipfokvmaubhjycxz",
      "på så også når være år og er det til som en af med for den ikke de"),
    LanguageProfile(
      .western, 45, "äöåš",
      "aintesklouämvrjhyp", "että myös sekä tämä hän sitä näin ja on ei se oli joka kun mutta"),
    LanguageProfile(
      .western, 90, "íáðéóöþúæý",
      "ranistlumgfkdvehbjpyo",
      "í á að það sem við því með um og er en af til var ekki hann ég þú"),
    LanguageProfile(
      .western, 15, "éëïöèóüê",
      "ernltdigsacopfkybmvhu", "één de het een van en dat niet op te zijn voor met die aan"),
    LanguageProfile(
      .western, 35, "àéèòíóçïúü·",
      "iacsretnmpoludfgbvxqhzjk", "és és més però són això també els les amb per una dels com"),
    LanguageProfile(
      .turkish, 100, "ıüşğçöâîû",
      "anelirkdsmtyubzogcvpfhjx",
      "bir ve bu için çok olarak olan gibi daha değil ile da de kadar sonra en ne ise şey iş"),
  ]

  private static let central: [LanguageProfile] = [
    LanguageProfile(
      .central, 65, "ąłęóśżćźń",
      "aieownzcypskrtdujlmbghf",
      "się że są być może także które jest nie na do to jak tym przez już był oraz aby dla po"),
    LanguageProfile(
      .central, 150, "íáéěřýčžšůúťňďóäö",
      "onetapvsmrdikluzchjybfgxw",
      "že být které jsou při není může více také až už však a je se na to za do ale nebo pro jako"),
    LanguageProfile(
      .central, 120, "áíčéýžšľúťôňďäóĺŕ",
      "oanervtikslmdpuzbjhcygf",
      "že sú môže aj pri ktoré tak sa je na nie to za do alebo ako pre bol už však"),
    LanguageProfile(
      .central, 105, "áéöóőüíűú",
      "etlsakznroimgvbjdyhfpucxqw",
      "és hogy nem egy az a van meg csak már még is volt ha mint ez vagy több között után"),
    LanguageProfile(
      .central, 60, "ăîâșțşţ",
      "ieanrtcsuolpdfmzvgbxhjk",
      "și şi în să că mai este din pentru cu nu la un pe ce sunt care sau dacă fără după"),
    LanguageProfile(
      .central, 35, "čšžćđ",
      "aieonrjtskvlpmduzgbchf",
      "še več že če tudi ki je in na da se za bi so kot što više može je u na i koji biti kao"),
    LanguageProfile(
      .central, 40, "ëç",
      "etrnisahkmdojulpqvbgfyz", "në të që për dhe është një me nga se u ka"),
    LanguageProfile(
      .baltic, 60, "ėšųžįčąūę",
      "iasortnkuelmpdvjgybzcf",
      "ir kad yra buvo jis tai iš kaip taip į už šios yra bet su ar dėl apie"),
    LanguageProfile(
      .baltic, 90, "āīēšūņļžģčķ",
      "iasteurnkolmpdvjzbgcf",
      "un ir kas no par tā kā bija ar uz pie šī var ko gan vai lai pēc tiek"),
    LanguageProfile(
      .baltic, 45, "äõüöšž",
      "aeistlkundmorvhgjpb", "on ja ei et see oli ka mis kui või üle pärast nii ning"),
    LanguageProfile(
      .vietnamese, 160, "đưàôáơâạưêăãộếảấạóệíọồểòủố\u{301}\u{300}\u{323}\u{309}\u{303}",
      "nhtcgipmbuvkrlysoadqxe",
      "và là của có không được cho một các này người trong đã với như khi tôi ở"),
  ]

  private static let cyrillic: [LanguageProfile] = [
    LanguageProfile(
      .cyrillic, 780, "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё", "",
      "и в не на что он с как это по но из у за от его к был для так же все при или"),
    LanguageProfile(
      .cyrillic, 780, "оанивтіеркслумдпзяьбгчйхцжюєшїщфґ", "",
      "і в на що не та з до у як за від це але для він про або при його й є"),
    LanguageProfile(
      .cyrillic, 780, "аоеитнрсвлкдпмузъбягчцйжшхщфюь", "",
      "на и да за се от не че в с по са като е към при това или"),
    LanguageProfile(
      .cyrillic, 780, "аоиентрсвкдујлпмзбгчцшжћхњђфљџ", "",
      "је и у да се на за од су са не као који што из по а"),
    LanguageProfile(
      .cyrillic, 780, "анаіеоыртлксвдямпузбўьгчцшйжхюэфё", "",
      "і ў на не што з да як у гэта па для але за ад"),
  ]

  private static let others: [LanguageProfile] = [
    LanguageProfile(
      .greek, 780, "αοιετνσηυρπκμλςωίόδγέάχήθφύώβξζψϊϋ΄", "",
      "και το να του η της με που για την τον από στο είναι ο δεν θα τα των σε οι ως"),
    LanguageProfile(
      .hebrew, 780, "יוהלארתבשמנםדעחפקכסגטצןךזץף", "",
      "של את על לא הוא זה עם כי היא גם או אל כל אני אם מה יש היה אך"),
    LanguageProfile(
      .arabic, 780, "اليمنورتبعدسةفهكحقجشطصأخىضذغزثإئءظؤآ،ًّ", "",
      "في من على إلى أن التي الذي هذا هذه كان عن مع لا ما أو ذلك بين بعد و كما"),
    LanguageProfile(
      .arabic, 780, "ایرنددهمتوسبکشلزفگخعقجپحطصچضغژئآثذءظ", "",
      "و در به از که این را با است برای آن یک خود"),
    LanguageProfile(
      .thai, 900, "านรกเงอ่มยลวดทส้ตะคปิขีบัแหจใพู์ไุถชำึโศผ็ษณซืธภฐฟญฝฎฆฉ๊ฮฏฬฤฒฑ๋ฌ๐๑๒๓ฯๆ", "",
      ""),
  ]
}
