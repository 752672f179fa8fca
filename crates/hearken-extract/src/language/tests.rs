//! A sentence of each language, and texts that say too little.

use super::detect;

const SENTENCES: &[(&str, &str)] = &[
    (
        "en",
        "We walked to the market and bought what the farmers had left.",
    ),
    (
        "de",
        "Wir sind zum Markt gegangen und haben gekauft, was noch da war.",
    ),
    (
        "fr",
        "Nous sommes allés au marché et nous avons acheté ce qui restait.",
    ),
    (
        "es",
        "Fuimos al mercado y compramos lo que todavía quedaba en las mesas.",
    ),
    (
        "pt",
        "Fomos ao mercado e comprámos o que ainda havia, mas não era muito.",
    ),
    (
        "it",
        "Siamo andati al mercato e abbiamo comprato quello che era rimasto.",
    ),
    (
        "nl",
        "We zijn naar de markt gegaan en hebben gekocht wat er nog was.",
    ),
    (
        "pl",
        "Poszliśmy na targ i kupiliśmy to, co jeszcze było na stołach.",
    ),
    (
        "cs",
        "Šli jsme na trh a koupili jsme to, co tam ještě bylo.",
    ),
    (
        "sk",
        "Išli sme na trh a kúpili sme to, čo tam ešte bolo, ale nie veľa.",
    ),
    (
        "hr",
        "Otišli smo na tržnicu i kupili ono što je još bilo na stolu.",
    ),
    (
        "hu",
        "Elmentünk a piacra, és megvettük azt, ami még ott volt az asztalon.",
    ),
    ("ro", "Am mers la piață și am cumpărat ce mai era pe mese."),
    (
        "sv",
        "Vi gick till torget och köpte det som fanns kvar, men det var inte mycket.",
    ),
    (
        "da",
        "Vi gik hen på torvet og købte det, der var tilbage, men det var ikke meget.",
    ),
    (
        "nb",
        "Vi gikk til torget og kjøpte det som var igjen, men det var ikke mye.",
    ),
    (
        "fi",
        "Kävimme torilla ja ostimme sen, mitä siellä vielä oli, mutta se ei ollut paljon.",
    ),
    (
        "tr",
        "Pazara gittik ve orada kalanı aldık ama çok bir şey yoktu.",
    ),
    (
        "ca",
        "Vam anar al mercat i vam comprar el que encara hi havia, però no era molt.",
    ),
    (
        "id",
        "Kami pergi ke pasar dan membeli apa yang masih ada di sana.",
    ),
    ("vi", "Chúng tôi đi chợ và mua những gì còn lại ở đó."),
    (
        "ru",
        "Мы пошли на рынок и купили то, что ещё было на столах.",
    ),
    ("uk", "Ми пішли на ринок і купили те, що ще було на столах."),
    (
        "bg",
        "Отидохме на пазара и купихме това, което все още беше там.",
    ),
    ("sr", "Отишли смо на пијацу и купили оно што је још било."),
    ("ar", "ذهبنا إلى السوق واشترينا ما كان هناك من الخبز"),
    ("fa", "ما به بازار رفتیم و آنچه را که مانده بود خریدیم"),
    ("hi", "हम बाज़ार गए और जो बचा था वह खरीद लिया"),
    ("el", "Πήγαμε στην αγορά και αγοράσαμε ό,τι είχε μείνει."),
    ("he", "הלכנו לשוק וקנינו את מה שנשאר"),
    ("th", "เราไปตลาดและซื้อของที่เหลือ"),
    ("ko", "우리는 시장에 가서 남은 것을 샀습니다."),
    ("ja", "市場へ行って、残っていたものを買いました。"),
    ("zh", "我们去了市场，买了剩下的东西。"),
];

#[test]
fn every_language_of_the_data_is_known() {
    for (tag, text) in SENTENCES {
        assert_eq!(detect(text).as_deref(), Some(*tag), "{text}");
    }
}

#[test]
fn short_comments_tell_their_language() {
    for (tag, text) in [
        (
            "de",
            "Liebe Grüße nach Hamburg, ich komme bald wieder vorbei 🙂",
        ),
        ("en", "I had no idea that you could do this with rice!"),
        ("fr", "Je ne savais pas que c'était si facile, merci."),
        ("nl", "Wat een mooi verhaal, dat heb ik ook meegemaakt."),
    ] {
        assert_eq!(detect(text).as_deref(), Some(tag), "{text}");
    }
}

#[test]
fn too_little_text_has_no_language() {
    for text in ["", "…", "Anna Berg", "12 345", "Super!", "OK", "🙂🙂🙂"] {
        assert_eq!(detect(text), None, "{text}");
    }
}
