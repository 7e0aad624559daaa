/// The languages in Latin script that have no stemmer. They take part in the vote, so that their
/// words are not stemmed as if they were another language's.
extension FunctionWords {
  static let unstemmedLatin: [Profile] = [
    Profile(
      "af", letters: "êëôû",
      """
      die van en in is het dat nie vir op met te sy hy ek ons hulle was wat kan om as deur aan ook sal \
      by uit na maar of word daar hierdie nog so al moet toe haar my jy julle geen baie waar wie \
      hoe hom oor tot dit se onder eerste tussen gewees omdat elke alle
      """),
    Profile(
      "sq", letters: "çë",
      """
      e të i në për dhe me një që nga më është u si ka janë do nuk kjo ky por ai ajo ata ishte kishte \
      këtë kur ku gjithë duhet se ose shumë mund edhe pas para tij saj tyre unë ti ne ju çdo asnjë \
      çfarë kush pse deri tek midis gjatë cili
      """),
    Profile(
      "az", letters: "çəğıöşü",
      """
      və bir bu üçün ilə da də ki olan kimi o daha çox olaraq hər sonra isə var ən öz onun görə \
      etmək edir edilir qədər bütün biz siz mən sən onlar nə necə niyə harada amma lakin əgər belə \
      olmalıdır malikdir hüquq haqqında tərəfindən deyil yox və ya
      """),
    Profile(
      "hr", letters: "čćđšž",
      """
      i je u da se na su za od s koji a o kao ali iz do ne po ili kako koja što gdje bio bila biti \
      nije samo poslije prije ja ti on ona mi vi oni sam si smo ste bi ove ovo ovaj taj tako jer ako \
      kad kada će nego uvijek ovdje treba vrijeme svi sve mogu može njegov svoje svog kroz između \
      tijekom također dijela dio lijepo mjesto svijet svijetu koje njih nema tko nitko netko nešto \
      europski svatko ima pravo bez te sva svaki svim
      """),
    Profile(
      "cs", letters: "áčďéěíňóřšťúůýž",
      """
      a se v na je že o s z do i to k ve pro za by ale si po jako podle od jsem tak jeho která který \
      které být nebo co už ještě jen při může také až bude jsou byl byla bylo než však má ze u kdo kde \
      kdy jak proč ten ta jejich její mezi před není pouze tento tato této před protože když aby my \
      vy oni jsme bez nad pod všechny každý velmi
      """),
    Profile(
      "eo", letters: "ĉĝĥĵŝŭ",
      """
      la de kaj en estas al ne por kun ĉiu estis kiel aŭ ke li ŝi ni vi ili sed tiu kiu pri per el oni \
      ĝi mi sia lia tio kio kie kiam kial ankaŭ plej tre nur sen inter havas esti unu du pli dum post \
      antaŭ sub tiel kiuj tiuj rajtas ĉiuj
      """),
    Profile(
      "et", letters: "äõöüšž",
      """
      ja on ei et see oli ka kui mis oma aga ta nad ning või kes tema selle seda nii siis pole veel \
      juba mida olid välja üle kus koos pärast enne aasta aastal mina sina meie teie nende minu sinu \
      kuidas miks millal väga ainult kõik igal igaüks ole olla saab peab vastu poolt järgi üks kaks \
      inimene õigus
      """),
    Profile(
      "gl", letters: "áéíñóúü",
      """
      de a o que e do da en un para é con non unha os no se na por máis as dos como mais foi ao el das \
      ten á seu súa ou ser cando moito nos xa está eu tamén só pola polo ata iso ela entre era despois \
      sen mesmo aos ter seus quen nas esta este unhas uns onde porque aínda sobre son toda persoa \
      dereito ós cal pero lles nosa
      """),
    Profile(
      "is", letters: "áðéíóúýþæö",
      """
      og að í á er sem til við um var með fyrir en því ekki það hann eru af frá ég hún þú við þið þeir \
      þær þau hafa hefur eða svo þegar þá verið vera sé skal hvað hver hvar hvernig þess þeirra hans \
      hennar sér sig eftir yfir undir milli allir mjög líka
      """),
    Profile(
      "la", letters: "æœ",
      """
      et in est non ad ut cum qui quae quod de ex per si sed ab aut nec etiam esse hoc sunt atque ac \
      quam enim eius se autem id hic ille ipse nam pro sine sub inter ante post omnes omnia erat fuit \
      sunt tamen nunc quo quibus eorum ego tu nos vos cuius ius
      """),
    Profile(
      "lv", letters: "āčēģīķļņšūž",
      """
      un ir ar no ka uz par ko kas to arī bet viņš tas ja pie pēc tiek kā vai lai nav bija es tu mēs \
      viņa viņi jūs kur kad kāpēc cik savu sava tā šis šī gan jau vēl tikai ļoti viss visi starp līdz \
      būt gada gadā tika bez vairāk katram cilvēkam tiesības
      """),
    Profile(
      "ms", letters: "",
      """
      yang dan di dari dengan untuk pada ini dalam itu adalah tidak ke oleh sebagai juga akan atau \
      telah ia dapat tersebut mereka kerana bahawa lebih ada boleh tahun saya kami kita anda dia \
      secara menjadi seperti hanya sudah banyak antara satu namun selepas apa siapa mengapa bagaimana \
      bila beberapa para serta masih sangat lain hendaklah berhak kepada daripada ialah setiap orang \
      manakala sahaja ketika perlu atas sesiapa tiap hak
      """),
    Profile(
      "mt", letters: "ċġħż",
      """
      u ta il li ma fil tal biex huwa kien minn ghal għal hija dan din dawn jew mill fuq bil għandu \
      kull hemm kif meta aktar kienet bejn wara qabel lil mal kollha dritt jista aħna intom
      """),
    Profile(
      "pl", letters: "ąćęłńóśźż",
      """
      i w na z do nie się że to jest o jak za po od co a przez ale dla tym był są tego jego jej który \
      która które oraz być może już tylko przy czy lub było tak ich go tej pod także bardzo kto gdzie \
      kiedy dlaczego ile ja ty on ona my wy oni mnie mi ma przed między bez roku latach ze we jako \
      została został można również każdy więc gdy nad
      """),
    Profile(
      "sk", letters: "áäčďéíĺľňóôŕšťúýž",
      """
      a sa v na je že o s z do i to k vo pre za by ale si po ako podľa od som tak jeho ktorá ktorý \
      ktoré byť alebo čo už ešte len pri môže aj až bude sú bol bola bolo než však má zo u kto kde kedy \
      prečo ten tá ich jej medzi pred nie tento táto tejto pretože keď aby my vy oni sme bez nad pod \
      všetky každý veľmi iba
      """),
    Profile(
      "sl", letters: "čšž",
      """
      in je v na se da za so ki z po pa ne tudi s bi kot ali od do pri iz k lahko še bil bila bilo \
      ni sem si smo ste kaj kdo kje kdaj zakaj kako jaz ti on ona mi vi oni njegov njen njihov \
      med zaradi vendar ker če že ima vsak vsakdo pravico kateri katera katere tem tega biti brez več \
      leta letu samo zelo
      """),
    Profile(
      "so", letters: "",
      """
      iyo oo in ka ku waa ah ee ay leh uu la ayaa si u iyada isaga waxaa waxa kale laga ama oo mid \
      qof kasta hadda sida loo inuu inay aan xaq buu kuwa wuxuu
      """),
    Profile(
      "sw", letters: "",
      """
      na ya wa kwa ni katika za la kama au hii cha hiyo yake watu pia kila mtu wake ana haki hayo \
      hilo hao huo lakini ili bila kuwa wote yeye mimi wewe sisi nyinyi wao nini nani wapi lini baada \
      kabla sana tu zaidi mmoja hakuna yote huu kutoka kwamba ambayo
      """),
    Profile(
      "tl", letters: "",
      """
      ang ng sa na mga ay at ni si para kay hindi ito siya ko mo niya nila kanyang kanilang ako ikaw \
      kami tayo kayo sila may mayroon wala lahat bawat o kung dahil pero ngunit din rin lamang lang \
      ano sino saan kailan bakit paano isang bilang mula nang iyon ating karapatan
      """),
    Profile(
      "uz", letters: "",
      """
      va bir bu uchun bilan har ham esa emas deb uning o'z edi kerak yoki kabi bo'lgan bo'lib ega \
      ularning lekin ammo shu u biz siz men sen ular nima qanday qayerda nega kim juda keyin oldin \
      o'zining huquqiga
      """),
    Profile(
      "vi", letters: "ăâđêôơư",
      """
      và của là có được cho trong không một các người với những này đã để từ khi đến cũng như về ra \
      trên nhiều tại vào năm sau hay hoặc thì mà tôi bạn anh chị chúng nó họ gì ai đâu nào sao bao \
      rất phải theo do bị đó nhất mọi đều quyền nếu nhưng
      """),
    Profile(
      "cy", letters: "âêîôûŵŷ",
      """
      yn y a i o yr ar ei mae i'r o'r a'r wedi am gan oedd bod fel ond hefyd nad sydd eu ac neu \
      hwn hon hyn ef hi ni chi nhw beth pwy pryd pam sut lle bydd gyda rhwng mewn iddo ei hun bob \
      hawl gwneud cael wrth oddi trwy hynny dim
      """),
    Profile(
      "ha", letters: "ɓɗƙ",
      """
      da na ta a ne ce ya shi su cikin ba don wanda kuma ko an yana suna wannan duk kowane yi zuwa \
      daga mai masu aka ake tana hakki kan saboda yadda abin
      """),
    Profile(
      "yo", letters: "ẹọṣ",
      """
      ni ti àti láti sí tí fún ẹni tó kan rẹ̀ wọn àwọn jẹ́ pé bá ń ó kò náà gbogbo ẹ̀tọ́ nínú
      """),
    Profile(
      "zu", letters: "",
      """
      futhi ukuthi noma kanye umuntu wonke lokhu uma njengoba kodwa ngoba unelungelo lonke abantu \
      kumele ukuba nje lapho ngokuthi yena thina
      """),
  ]
}
