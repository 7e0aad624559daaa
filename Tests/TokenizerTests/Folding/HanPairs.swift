/// Pairs of Han characters that are one character, beyond what ICU's transliterators know.
///
/// Sources, all public lists of facts: the forms in parentheses in the Japanese government's table of
/// Jōyō kanji (Cabinet notice of 30 November 2010); `kJinmeiyoKanji` of Unihan_OtherMappings.txt
/// (older forms of characters for names); `kZVariant` of Unihan_Variants.txt (forms that differ only
/// in design); and forms of Japanese names and of Taiwan's printing that users type for each other.
///
/// Left out, because the simple form is a common Chinese character of another meaning: 欠缺, 缶罐,
/// 予豫, and 弁 with 辨 and 瓣 (it keeps 辯). Left out, because the two are different words: 碁棋,
/// 岡崗. Kept in spite of joining two: 芸 (藝, and the plant 蕓), 斎斉 (names are written with either).
/// What ICU itself joins is taken as it is, some of it loose: 干 (乾, 幹), 着著, 坂阪, 于於, 交跤, 借藉.
enum HanPairs {
  /// The pairs, those that ICU's data imply left out.
  static let text = """
    亜亞 悪惡 圧壓 囲圍 壱壹 隠隱 栄榮 営營 衛衞 駅驛 円圓 塩鹽 縁緣 艶艷 応應 桜櫻 穏穩 仮假 価價 絵繪 壊壞 懐懷 拡擴 殻殼 覚覺 岳嶽 楽樂 渇渴 巻卷 陥陷
    勧勸 寛寬 歓歡 観觀 気氣 既旣 帰歸 戯戲 犠犧 拠據 挙擧 郷鄕 暁曉 駆驅 勲勳 薫薰 恵惠 掲揭 渓溪 経經 蛍螢 軽輕 継繼 鶏鷄 芸藝 撃擊 県縣 倹儉 剣劍 険險
    圏圈 検檢 権權 顕顯 験驗 厳嚴 戸戶 呉吳 娯娛 広廣 効效 鉱鑛 黒黑 砕碎 済濟 斎齋 剤劑 雑雜 桟棧 賛贊 糸絲 歯齒 児兒 実實 舎舍 釈釋 収收 従從 渋澁 獣獸
    縦縱 粛肅 処處 緒緖 叙敍 尚尙 渉涉 焼燒 奨奬 乗乘 浄淨 剰剩 畳疊 縄繩 壌壤 嬢孃 譲讓 醸釀 慎愼 図圖 粋粹 酔醉 穂穗 髄髓 瀬瀨 斉齊 摂攝 専專 戦戰 銭錢
    繊纖 荘莊 捜搜 挿插 巣巢 曽曾 痩瘦 総總 騒騷 増增 蔵藏 臓臟 即卽 続續 対對 帯帶 滝瀧 択擇 沢澤 単單 団團 弾彈 遅遲 鋳鑄 庁廳 徴徵 聴聽 勅敕 鎮鎭 逓遞
    鉄鐵 転轉 伝傳 稲稻 闘鬪 徳德 読讀 弐貳 悩惱 脳腦 覇霸 拝拜 廃廢 売賣 発發 髪髮 抜拔 晩晚 浜濱 瓶甁 払拂 仏佛 併倂 並竝 餅餠 辺邊 変變 弁辯 歩步 豊豐
    褒襃 毎每 満滿 黙默 訳譯 薬藥 揺搖 様樣 頼賴 覧覽 竜龍 両兩 猟獵 涙淚 塁壘 戻戾 霊靈 隷隸 齢齡 暦曆 歴歷 錬鍊 労勞 郎郞 亀龜 冨富 埜野 堯尭 峰峯 嶋島
    嶌島 巌巖 晃晄 槙槇 穣穰 萌萠 薗園 翻飜 駆駈 鴎鷗 蝋蠟 頬頰 麺麵 麹麴 籠篭 竃竈 灌潅 諌諫 焔焰 噛嚙 繋繫 鹸鹼 撹攪 賎賤 掻搔 填塡 叱𠮟 騨驒 屏屛 呑吞
    溌潑 醗醱 涜瀆 舘館 鉱礦 壷壺 枡桝 濶闊 高髙 崎﨑 濵濱 邉邊 桑桒 吉𠮷 柳栁 斎斉 隆𨺓 値值 歳歲 教敎 青靑 清淸 姫姬 鄉鄕 挿揷 彙彚 査查 皐皋 穎頴 廐厩
    俞兪 顛顚 巔巓 僊仙 棊棋 麪麵 汚污 讃讚 劵券 壻婿 姉姊 寧寗 幷并 愽博 扞捍 拏拿 旛幡 杓勺 村邨 栢柏 梹檳 椀碗 欝鬱 殭僵 氷冰 浣澣 涅湼 渕淵 溯遡 溪谿
    漑溉 爼俎 犂犁 猿猨 玅妙 畝畞 畧略 疎疏 痺痹 盌碗 稾稿 穐秋 窓窗 窻窗 竒奇 糉粽 糭粽 糺糾 緜綿 縂總 纎纖 羗羌 聟婿 聨聯 肬疣 脇脅 膓腸 臈臘 艢檣
    艣櫓 艪櫓 苺莓 萼蕚 蘒萩 蚊蟁 蛔蚘 蜂蠭 蜋螂 衂衄 裸躶 褝襌 覊羈 覩睹 觧解 訛譌 諠喧 譛譖 趂趁 跥跺 躰體 躱躲 輭軟 辧辦 逈迥 逹達 鄰隣 釖刀 鎻鎖 鏁鎖
    鐡鐵 鑪爐 閙鬧 阯址 隂陰 雁鴈 頸頚 顋腮 飃飄 饍膳 馱駄 髥髯 鯵鰺 鰛鰮 鵞鵝 鵰雕 麅狍 黏粘 㖈䎛 㘽㦳 㩁搉 㫚曶 㮣槩 䱍䱎 墫壿 帡帲 敓敚 榝樧 涗涚 絙絚
    胼腁 苿茉 蒍蔿 蘷虁 訮詽 豜豣 躗躛 軿輧
    """
}
