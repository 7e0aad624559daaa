/// The languages in Latin script that have a stemmer: their commonest words that carry grammar, in
/// folded form, and the letters beyond ASCII that they use. An entry with an apostrophe at its end
/// stands for every word that begins so.
///
/// Written down from knowledge of the languages: articles, pronouns, prepositions, conjunctions,
/// forms of to be and to have. Words that a language shares with another are not left out, since the
/// vote gives a word the less weight the more languages have it.
extension FunctionWords {
  static let stemmedLatin: [Profile] = [
    Profile(
      "eu", .basque, letters: "",
      """
      eta da ez bat du dira zen baina ere izan dute zuen edo egin dago honen hau hori bere zuten \
      ziren behar horrek bezala baino beste gero oso egiten dela izango esan ditu baita arte guztiak \
      nahi hala ondoren urte dut zer nola bai orain hemen artean duen den daude zituen bi hura
      """),
    Profile(
      "ca", .catalan, letters: "àçèéíïòóúü·",
      """
      de la el i a que les en els un una per amb del no es és al va dels són com més o ha se seva seu \
      també pel aquest aquesta quan però on sobre ser fer molt anys any entre fins després tot aquests \
      hi era dos ja sense cada altres han què bé això jo tu ell nosaltres tenir sóc està als ni tots has hem heu mai estat nostre meu aquell què on em et ens us \
      d' l' s' n'
      """),
    Profile(
      "da", .danish, letters: "åæøé",
      """
      og i at det en til er som på de med han af for ikke der var jeg den et har men om vi min havde \
      ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev \
      kunne ind når være noget ville jo deres efter ned skulle denne end dette mit også under have \
      dig anden hende mine alt meget sit vor hvis bliver mellem blive kun siden sådan mod nogle ved \
      hvilken hvordan hvornår hvorfor hvem mange mig efter fordi uden år ret enhver samt så aldrig blive været gøre
      """),
    Profile(
      "nl", .dutch, letters: "ëïéèöü",
      """
      de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem \
      dan zou of wat mijn men dit zo door over ze zich bij ook tot je mij uit der daar haar naar heb \
      hoe heeft hebben deze u want nog zal me zij nu ge geen omdat iets worden toch al waren veel meer \
      doen toen moet ben zonder kan hun dus alles onder ja eens hier wie werd altijd wordt wezen kunnen \
      ons zelf tegen na reeds wil kon niets uw iemand geweest andere we wij jaar welke waar wanneer \
      waarom heel
      """),
    Profile(
      "en", .english, letters: "",
      """
      the of and to in is was for that with as on by at from are were which it his be this an or not \
      have had has their its but they he she we you what who how when where why been would there one \
      all can will more if no out about so up into than them some could her him our your my do does \
      did other these those then after over between most such only also any may many while during \
      through because before under being both each should must my me us i a it's don't can't i'm \
      doesn't didn't isn't wasn't that's you're we're they're what's let's won't i've i'll
      """),
    Profile(
      "fi", .finnish, letters: "äöå",
      """
      ja on ei että oli se hän mutta ovat kun myös kuin joka sen ole hänen niin tai olivat jossa jotka \
      mukaan olla mitä tämä vain jonka sitä vuonna voi nyt jo minä sinä me te he ne ollut kanssa sekä \
      jälkeen ennen vielä mikä kuka missä miksi miten koska jos hyvin paljon kaikki ettei eikä en \
      olen emme kenenkään kukaan jokaisella oikeus sillä minun sinun häntä tämän näin siitä siellä täällä aina vuoden eivät oma itse
      """),
    Profile(
      "fr", .french, letters: "àâæçèéêëîïôùûüœÿ",
      """
      de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont \
      la aux avec son cette ont ses mais comme ou si leur y dont elle deux ces je tu nous vous ils \
      elles être fait sa lui bien où sans été même aussi peut tout après très notre votre mon ma mes \
      encore sous entre depuis quand quel quelle comment pourquoi combien était avait avoir cela donc \
      ainsi alors leurs on quels quelles ceux tous toute toutes chez vers ni non oui \
      d' l' qu' n' s' j' c' m' t' jusqu' lorsqu' puisqu' quelqu' aujourd'
      """),
    Profile(
      "de", .german, letters: "äöüß",
      """
      der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an \
      werden aus er hat dass sie nach wird bei einer um am sind noch wie einem über einen so zum war \
      haben nur oder aber vor zur bis mehr durch man sein wurde sei ich du wir ihr wenn dann unter \
      kann was wer wo wann warum welche welcher welches wieviel viele vielen hatte seine ihre ihren \
      mir mich dir dich uns euch mein dein kein keine schon immer wieder gegen vom sehr hier diese \
      dieser dieses waren worden muss können jahr jahre zwischen ohne weil doch wurden ihm ihn
      """),
    Profile(
      "hu", .hungarian, letters: "áéíóöőúüű",
      """
      a az és hogy nem is egy van meg de ez azt ha már volt csak mint még vagy el minden ki én te mi \
      ő ők mert akkor le fel ami aki amely nagyon sem lehet kell lesz volna nincs itt ott hol mikor \
      miért hogyan ezt ezek azok után előtt alatt között szerint által illetve pedig például így úgy \
      majd voltak több egyik amikor ezért valamint mely saját sok jó mit milyen hány ahol be most
      """),
    Profile(
      "id", .indonesian, letters: "",
      """
      yang dan di dari dengan untuk pada ini dalam itu adalah tidak ke oleh sebagai juga akan atau \
      telah ia dapat tersebut mereka karena bahwa lebih ada bisa saat tahun saya kami kita anda dia \
      secara menjadi seperti hanya sudah banyak antara satu namun belum setelah apa siapa mengapa \
      bagaimana kapan beberapa para serta masih sangat lain pun maka harus sebuah lalu agar merupakan \
      jika ketika hingga sampai tetapi kepada orang berbeda sekarang berhak setiap daripada atas \
      siapapun tiap hak dengannya apakah sedang sejak
      """),
    Profile(
      "ga", .irish, letters: "áéíóú",
      """
      an na agus ar is a i go sa ag do le ó mar bhí tá sé sí de chun nó faoi atá gur níl seo sin nach \
      bhfuil aon leis ach ina idir as dá raibh roimh mé tú iad siad sibh ní cad cé conas cá cén dom \
      duit agam agat aige aici orm ort air uirthi tar éis bheith mór eile níos uile gach trí thar \
      féin san den don nuair má dhá chuig gan
      """),
    Profile(
      "it", .italian, letters: "àèéìòù",
      """
      di e il la che in a per un è del non le i si una con da sono al della dei come nel alla più su \
      gli ha ma o anche lo delle se ci era dal sua suo questo quando quale dopo tra cui nella essere \
      stato ai dalla solo due degli fu molto anni prima io tu lui lei noi voi loro mi ti vi hanno \
      questa chi dove perché cosa sia ad ed negli nelle dagli dalle sulla sul alle agli poi così \
      ancora fra quanto quanti quali senza sempre tutto tutti ogni aveva fatto stata \
      l' dell' nell' all' dall' sull' un' c' d' quest' quell'
      """),
    Profile(
      "lt", .lithuanian, letters: "ąčęėįšųūž",
      """
      ir yra iš kad į su ne o kaip jis buvo tai bet nuo ar už jau po per apie prie tik labai jos jo \
      ji jų mes aš tu jie kurie kuris kuri dar taip pat arba gali nėra metais metų būti kai buvusi \
      kas kodėl kur kada kiek mano tavo savo šis ši šie tarp iki dėl pagal vienas viena visi be nors \
      todėl turi turėjo mus man ką ant
      """),
    Profile(
      "no", .norwegian, letters: "åæøéòô",
      """
      og i det på som er en til å han av for med at var de ikke den har jeg om et men seg fra du kan \
      sin ble hadde da hun så over eller etter vi ut vil skal være når alle opp hans meg også må nå \
      bare deg der hva mot blir noe hvor mange noen min sine under disse dette hvis man oss mellom \
      mer år hvem hvorfor hvordan hvilken dere selv slik uten fordi blitt kunne skulle ville hver \
      eg ikkje ein ei eit frå vart kva korleis noko dei berre då enhver samt rett aldri vært gjøre rettigheter vere kven vore òg hjå ho me
      """),
    Profile(
      "pt", .portuguese, letters: "àáâãçéêíóôõúü",
      """
      de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das \
      tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era \
      depois sem mesmo aos ter seus quem nas me esse eles estão você tinha foram essa num nem suas \
      meu às minha têm numa pelos elas havia seja qual será nós tenho lhe deles essas esses pelas \
      este fosse dele onde porque quais quantos ainda sobre são nossa vocês aquele isto
      """),
    Profile(
      "ro", .romanian, letters: "ăâîșțşţ",
      """
      de și în a la cu pe care este din o un nu să că se mai pentru sau au fost al lui ale ei sunt ce \
      prin dar ca după lor fi are cel mult cea între cele era când cei i-a s-a foarte numai doar până \
      fără despre acest această aceasta acesta aceste unei unui eu tu el ea noi voi ele mă te îi îl \
      le ne vă unde cum cine câți iar nici ori deci astfel asupra spre către avea poate ar avut fie \
      toate toți si in sa ca
      """),
    Profile(
      "sr", .serbian, letters: "čćđšž",
      """
      i je u da se na su za od sa koji a o kao ali iz do ne po ili kako koja što šta gde bio bila biti \
      nije samo posle pre ja ti on ona mi vi oni sam si smo ste bi ove ovo ovaj taj tako jer ako kad \
      kada će nego uvek ovde treba vreme svi sve mogu može njegov svoje svog kroz između tokom \
      takođe dela deo lepo mesto svet svetu koje njih nema ko niko nešto evropski svako ima pravo bez te \
      sva svaki svim
      """),
    Profile(
      "es", .spanish, letters: "áéíñóúü¿¡",
      """
      de la que el en y a los se del las un por con no una su para es al lo como más o pero sus le ha \
      me si sin sobre este ya entre cuando todo esta ser son dos también fue había era muy años hasta \
      desde está mi porque qué sólo han yo hay vez puede todos así nos ni parte tiene él uno donde \
      bien tiempo mismo ese ahora cada e otro después te otros aunque esa eso hace otra tan durante \
      quién cuál cuándo cómo cuánto cuántos cuáles dónde ella ellos nosotros usted hacia pues esto \
      estos estas fueron les tu eran según
      """),
    Profile(
      "sv", .swedish, letters: "åäöé",
      """
      och i att det som en på är av för med till den har de inte om ett han men var jag sig från vi så \
      kan när år under också efter eller nu sin där vid mot ska skulle kommer ut får finns vara hade \
      alla andra mycket än här då sedan över bara in blir upp även vad få två vill ha många hur mer \
      går sverige detta nya procent skall hon du ni min mitt oss dem dig mig hans hennes vilken vilka \
      varför vem hos denna dessa blev eftersom utan mellan några något
      """),
    Profile(
      "tr", .turkish, letters: "çğıöşüâ",
      """
      ve bir bu da de için ile çok daha olarak o gibi ne sonra kadar en olan var ama ise ki ya mı mi \
      mu mü her değil onun ben sen biz siz onlar şey şu oldu olduğu olduğunu hem veya göre yok tarafından \
      ancak nasıl neden niçin kim nerede bunu bunun bana sana beni seni iki diye böyle şöyle öyle bütün \
      kendi önce içinde üzerinde arasında hangi kaç edilen eden etti eder olur vardır ilk büyük yer
      """),
  ]
}
