/// The texts by which an analyzer's behaviour is told. They are chosen for what has changed, or may,
/// between versions of ICU: dictionaries, case folding, joining rules, emoji.
enum AnalyzerProbes {
  /// One text or more for each family of scripts. Changing one changes every fingerprint.
  static let texts: [String] = [
    "The quick (\"brown\") fox can't jump 32.3 feet, right? e.g. foo_bar user@example.com 3:30",
    "L’été, l'œuvre naïve coûte 1 234,50 € ; ça va aujourd'hui ? ﬁnance ﬂuﬀ",
    "Съешь ещё этих мягких французских булок. ДОМ-МУЗЕЙ №5",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. ΣΊΣΥΦΟΣ",
    "اللُّغَةُ العَرَبِيَّةُ جميلةٌ ١٢٣٫٤ كتـــاب لا",
    "שָׁלוֹם עולם צה\"ל ג'ירפה",
    "हिन्दी भाषा में लिखा हुआ क्‍ष १२३",
    "半导体产业的发展取决于研究生命起源的科学家。北京大学生前来应聘，二〇二四年。",
    "臺灣大學的學生們正在圖書館裡讀書，繁體中文檢索。",
    "東京都に住んでいる人々は、スーパーコンピューターで検索エンジンを作った。ﾊﾝｶｸｶﾅ がぎぐ",
    "한국어 검색 엔진은 형태소를 나눕니다. 대한민국의 서울 \u{1112}\u{1161}\u{11AB}글",
    "ภาษาไทยไม่มีช่องว่างระหว่างคำ น้ำตกสวยมาก ๑๒๓",
    "ພາສາລາວບໍ່ມີຍະຫວ່າງລະຫວ່າງຄຳ ນ້ຳ",
    "ភាសាខ្មែរមិនមានចន្លោះរវាងពាក្យទេ។",
    "မြန်မာဘာသာစကားသည် စာလုံးများကြားတွင် နေရာလွတ်မရှိပါ။",
    "I ❤️ 👩‍👩‍👧‍👦 and 👍🏽 flags 🇫🇷🇯🇵 #️⃣ ™ ½ ① ㍿ Ⅷ ＡＢＣ１２３ x²",
    "Straße İstanbul ıçin DŽ ſ ßẞ A\u{0301}\u{0327} \u{212B} pass\u{200D}word soft\u{AD}hyphen",
    "ꦧꦱꦗꦮ ᏣᎳᎩ ᠮᠣᠩᠭᠣᠯ ꯃꯤꯇꯩ 𠮷野家 𝒜𝓁𝑔𝑒𝒷𝓇𝒶 \u{E000} \u{FFFD} __ _ a.b 1,2 1;2",
  ]
}
