extension LanguageVoteTests {
  /// Sentences in every language that has a stemmer, and in some that have none.
  static let sentences: [(String, [String])] = [
    (
      "en",
      [
        "The weather was so bad that we stayed at home.", "Where did you put the keys?",
        "She has never been to the mountains before.",
      ]
    ),
    (
      "de",
      [
        "Das Wetter war so schlecht, dass wir zu Hause blieben.",
        "Wo hast du die Schlüssel hingelegt?",
        "Sie ist noch nie in den Bergen gewesen.",
      ]
    ),
    (
      "fr",
      [
        "Le temps était si mauvais que nous sommes restés à la maison.", "Où as-tu mis les clés ?",
        "Elle n’est jamais allée à la montagne.",
      ]
    ),
    (
      "es",
      [
        "Hacía tan mal tiempo que nos quedamos en casa.", "¿Dónde has puesto las llaves?",
        "Ella no ha estado nunca en las montañas.",
      ]
    ),
    (
      "pt",
      [
        "O tempo estava tão ruim que ficamos em casa.", "Onde você colocou as chaves do carro?",
        "Ela nunca esteve nas montanhas, mas não quer ir.",
      ]
    ),
    (
      "it",
      [
        "Il tempo era così brutto che siamo rimasti a casa.",
        "Dove hai messo le chiavi della macchina?",
        "Lei non è mai stata in montagna con gli amici.",
      ]
    ),
    (
      "ca",
      [
        "Feia tan mal temps que ens vam quedar a casa amb els nens.",
        "On has posat les claus del cotxe?",
        "Ella no ha estat mai a les muntanyes d'aquest país.",
      ]
    ),
    (
      "ro",
      [
        "Vremea a fost atât de rea încât am rămas acasă.", "Unde ai pus cheile de la mașină?",
        "Ea nu a fost niciodată la munte până acum.",
      ]
    ),
    (
      "nl",
      [
        "Het weer was zo slecht dat we thuis zijn gebleven.",
        "Waar heb je de sleutels van het huis?",
        "Zij is nog nooit in de bergen geweest.",
      ]
    ),
    (
      "sv",
      [
        "Vädret var så dåligt att vi stannade hemma.", "Var har du lagt nycklarna till bilen?",
        "Hon har aldrig varit i fjällen och vill inte åka dit.",
      ]
    ),
    (
      "da",
      [
        "Vejret var så dårligt, at vi blev hjemme.",
        "Hvor har du lagt nøglerne, og hvad skal jeg gøre?",
        "Hun har aldrig været i bjergene efter den ulykke.",
      ]
    ),
    (
      "no",
      [
        "Været var så dårlig at vi ble hjemme etter jobb.",
        "Hvor har du lagt nøklene, og hva skal jeg gjøre nå?",
        "Eg veit ikkje kva ho heiter, men ho kjem frå Bergen.",
      ]
    ),
    (
      "fi",
      [
        "Sää oli niin huono, että jäimme kotiin.",
        "Mihin olet laittanut avaimet, kun ne eivät ole tässä?",
        "Hän ei ole koskaan ollut vuorilla.",
      ]
    ),
    (
      "hu",
      [
        "Olyan rossz volt az idő, hogy otthon maradtunk.",
        "Hová tetted a kulcsokat, és miért nem vagy itt?",
        "Ő még soha nem járt a hegyekben.",
      ]
    ),
    (
      "tr",
      [
        "Hava o kadar kötüydü ki evde kaldık.",
        "Anahtarları nereye koydun ve neden bana söylemedin?",
        "Daha önce hiç dağlara gitmedi, ama çok istiyor.",
      ]
    ),
    (
      "eu",
      [
        "Eguraldia hain txarra zen, etxean geratu ginen eta ez ginen atera.",
        "Non jarri dituzu giltzak eta zer egin duzu?",
        "Bera ez da inoiz mendian izan, baina joan nahi du.",
      ]
    ),
    (
      "ga",
      [
        "Bhí an aimsir chomh holc sin gur fhanamar sa bhaile.",
        "Cá bhfuil na heochracha agus cad tá ort?",
        "Ní raibh sí riamh ar an sliabh go dtí seo.",
      ]
    ),
    (
      "id",
      [
        "Cuaca sangat buruk sehingga kami tidak bisa keluar dari rumah.",
        "Di mana kamu menaruh kunci itu dan mengapa?",
        "Dia belum pernah ke gunung karena tidak ada waktu.",
      ]
    ),
    (
      "lt",
      [
        "Oras buvo toks blogas, kad mes likome namie.", "Kur tu padėjai raktus, kai jis atėjo?",
        "Ji dar niekada nebuvo kalnuose, bet labai nori ten būti.",
      ]
    ),
    (
      "sr",
      [
        "Vreme je bilo tako loše da smo ostali kod kuće, a niko nije hteo napolje posle toga.",
        "Где си оставио кључеве и шта ћеш сада?",
        "Она никада није била на планини, али жели да иде.",
      ]
    ),
    (
      "ru",
      [
        "Погода была такой плохой, что мы остались дома.", "Куда ты положил ключи?",
        "Она ещё никогда не была в горах.",
      ]
    ),
    (
      "el",
      [
        "Ο καιρός ήταν τόσο κακός που μείναμε στο σπίτι.", "Πού έβαλες τα κλειδιά;",
        "Δεν έχει πάει ποτέ στα βουνά.",
      ]
    ),
    ("hy", ["Եղանակը վատ էր։", "Որտե՞ղ են բանալիները։", "Նա երբեք լեռներում չի եղել։"]),
    (
      "ar",
      [
        "كان الطقس سيئا لدرجة أننا بقينا في المنزل.", "أين وضعت المفاتيح؟",
        "لم تذهب إلى الجبال من قبل.",
      ]
    ),
    (
      "hi",
      [
        "मौसम इतना खराब था कि हम घर पर रहे।", "तुमने चाबियाँ कहाँ रखी हैं?", "वह पहले कभी पहाड़ों में नहीं गई है।",
      ]
    ),
    (
      "ne",
      [
        "मौसम यति खराब थियो कि हामी घरमा बस्यौं र बाहिर गएनौं।", "तिमीले साँचो कहाँ राखेको छ, किन भनेनौ?",
        "उनी पहिले पनि पहाडमा गएको छैन।",
      ]
    ),
    (
      "ta",
      [
        "வானிலை மிகவும் மோசமாக இருந்தது.", "சாவிகளை எங்கே வைத்தாய்?", "அவள் மலைகளுக்குச் சென்றதில்லை.",
      ]
    ),
    (
      "yi",
      [
        "דער וועטער איז געווען אַזוי שלעכט אַז מיר זענען געבליבן אין דער היים.",
        "וווּ האָסטו געלייגט די שליסלען, און פֿאַר וואָס?", "זי איז קיין מאָל ניט געווען אין די בערג.",
      ]
    ),
    (
      "pl",
      [
        "Pogoda była tak zła, że zostaliśmy w domu.", "Gdzie położyłeś klucze do tego mieszkania?",
        "Ona nigdy nie była w górach, ale chce tam być.",
      ]
    ),
    (
      "cs",
      [
        "Počasí bylo tak špatné, že jsme zůstali doma.", "Kde jsou ty klíče, které jsem ti dal?",
        "Ona ještě nikdy nebyla na horách.",
      ]
    ),
    (
      "hr",
      [
        "Vrijeme je bilo tako loše da smo ostali kod kuće jer nitko nije htio van.",
        "Gdje si ostavio ključeve i što ćeš sada?", "Tko zna gdje je bila prije i poslije toga?",
      ]
    ),
    (
      "vi",
      [
        "Thời tiết xấu đến mức chúng tôi phải ở nhà.", "Bạn đã để chìa khóa ở đâu?",
        "Cô ấy chưa bao giờ đến vùng núi.",
      ]
    ),
    (
      "et",
      [
        "Ilm oli nii halb, et me jäime koju ja ei läinud välja.",
        "Kuhu sa panid võtmed, kui ma olin ära?",
        "Ta ei ole kunagi mägedes käinud, aga tahab minna.",
      ]
    ),
    (
      "lv",
      [
        "Laiks bija tik slikts, ka mēs palikām mājās.", "Kur tu noliki atslēgas, kad es biju prom?",
        "Viņa vēl nekad nav bijusi kalnos.",
      ]
    ),
    (
      "uk",
      [
        "Погода була такою поганою, що ми залишилися вдома.",
        "Куди ти поклав ключі, які я тобі дав?",
        "Вона ще ніколи не була в горах.",
      ]
    ),
    (
      "bg",
      [
        "Времето беше толкова лошо, че останахме у дома.", "Къде си сложил ключовете от колата?",
        "Тя никога не е била в планината.",
      ]
    ),
    (
      "fa",
      [
        "هوا آنقدر بد بود که در خانه ماندیم.", "کلیدها را کجا گذاشتی؟", "او هرگز به کوه نرفته است.",
      ]
    ),
    (
      "ur",
      [
        "موسم اتنا خراب تھا کہ ہم گھر پر رہے۔", "تم نے چابیاں کہاں رکھی ہیں؟",
        "وہ پہلے کبھی پہاڑوں میں نہیں گئی ہے۔",
      ]
    ),
    (
      "he",
      [
        "מזג האוויר היה כל כך גרוע שנשארנו בבית.", "איפה שמת את המפתחות?",
        "היא אף פעם לא הייתה בהרים.",
      ]
    ),
    (
      "mr",
      [
        "हवामान इतके खराब होते की आम्ही घरी राहिलो आणि बाहेर गेलो नाही.", "तू चाव्या कुठे ठेवल्या आहेत?",
        "ती यापूर्वी कधीही डोंगरात गेली नाही, असे ते म्हणाले.",
      ]
    ),
    (
      "sw",
      [
        "Hali ya hewa ilikuwa mbaya sana hivyo tulikaa nyumbani kwa siku ya pili.",
        "Umeweka wapi funguo za nyumba yake na kwa nini?",
        "Yeye hajawahi kwenda katika milima ya nchi hii.",
      ]
    ),
  ]
}
