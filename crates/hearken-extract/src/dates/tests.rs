use hearken_model::PageDate;
use proptest::prelude::*;
use time::{Date, Month, PrimitiveDateTime, Time, UtcOffset};

use super::*;

#[track_caller]
fn check_parse(language: &str, text: &str, expected: &str) {
    let ctx = DateContext::for_language(Some(language));
    let got = parse(text, &ctx).map(|date| date.to_string());
    assert_eq!(got.as_deref(), Some(expected), "{language}: {text}");
}

#[track_caller]
fn check_find(language: &str, text: &str, at: &str, expected: &str) {
    let ctx = DateContext::for_language(Some(language));
    let (span, date) = find(text, &ctx).unwrap_or_else(|| panic!("no date in {text}"));
    assert_eq!(date.to_string(), expected, "{text}");
    assert_eq!(span.slice(text), Some(at), "{text}");
}

#[test]
fn reads_machine_forms() {
    for (text, expected) in [
        ("2014-10-29T08:00:00+01:00", "2014-10-29T08:00:00+01:00"),
        ("2014-10-29T08:00:00.123Z", "2014-10-29T08:00:00Z"),
        ("2014-10-29T08:00:00+0100", "2014-10-29T08:00:00+01:00"),
        ("2014-10-29T08:00+01", "2014-10-29T08:00:00+01:00"),
        ("2014-10-29 08:00:00 -0500", "2014-10-29T08:00:00-05:00"),
        ("2014-10-29 08:00", "2014-10-29T08:00:00"),
        ("20141029T080000Z", "2014-10-29T08:00:00Z"),
        ("2014-10-29", "2014-10-29"),
        ("2014-10", "2014-10"),
        ("2014", "2014"),
        ("Wed, 29 Oct 2014 08:00:00 +0000", "2014-10-29T08:00:00Z"),
        ("Wed, 29 Oct 2014 08:00:00 EST", "2014-10-29T08:00:00-05:00"),
        ("Wed Oct 29 08:00:00 UTC 2014", "2014-10-29T08:00:00Z"),
        ("1985-10-29T08:00:00Z", "1985-10-29T08:00:00Z"),
    ] {
        check_parse("en", text, expected);
    }
}

#[test]
fn reads_dates_of_many_languages() {
    for (language, text, expected) in [
        ("en", "December 4, 2012 at 8:00 am", "2012-12-04T08:00:00"),
        ("en", "Friday, April 23, 2010", "2010-04-23"),
        (
            "en",
            "4th of December 2012, 12:05 a.m.",
            "2012-12-04T00:05:00",
        ),
        ("en", "8:05 PM, Dec 4 2012", "2012-12-04T20:05:00"),
        ("en", "12/05/2014", "2014-12-05"),
        ("en-GB", "12/05/2014", "2014-05-12"),
        ("en", "10/29/14 3:05 PM", "2014-10-29T15:05:00"),
        ("en", "Jan 2015", "2015-01"),
        ("en", "2013-Jul-09", "2013-07-09"),
        ("de", "am 3. März 2015 um 14:22 Uhr", "2015-03-03T14:22:00"),
        ("de", "03.03.2015, 14.22 Uhr", "2015-03-03T14:22:00"),
        ("de", "29. 10. 2014", "2014-10-29"),
        ("de", "29.10.14", "2014-10-29"),
        ("de", "29.10, 2014 @ 14:22", "2014-10-29T14:22:00"),
        ("fr", "29 octobre 2014 à 8h05", "2014-10-29T08:05:00"),
        ("fr", "1er août 2014", "2014-08-01"),
        (
            "es",
            "29 de octubre de 2014 a las 8:05 p. m.",
            "2014-10-29T20:05:00",
        ),
        (
            "it",
            "29 ottobre 2014 alle ore 14:05",
            "2014-10-29T14:05:00",
        ),
        (
            "pt-BR",
            "29 de outubro de 2014 às 20:05",
            "2014-10-29T20:05:00",
        ),
        ("nl", "29 mei 2014 om 20:05 uur", "2014-05-29T20:05:00"),
        ("sv", "den 29 oktober 2014 kl. 08.05", "2014-10-29T08:05:00"),
        ("da", "29. oktober 2014 kl. 8.05", "2014-10-29T08:05:00"),
        ("nb", "29. desember 2014 kl. 08:05", "2014-12-29T08:05:00"),
        ("fi", "29. lokakuuta 2014 klo 8.05", "2014-10-29T08:05:00"),
        ("pl", "29 listopada 2014 o 08:05", "2014-11-29T08:05:00"),
        ("hr", "29. listopada 2014. u 08:05", "2014-10-29T08:05:00"),
        ("cs", "29. října 2014 v 8.05", "2014-10-29T08:05:00"),
        ("ru", "29 октября 2014 г. в 08:05", "2014-10-29T08:05:00"),
        ("uk", "29 листопада 2014 о 08:05", "2014-11-29T08:05:00"),
        ("tr", "29 Ağustos 2014 saat 08:05", "2014-08-29T08:05:00"),
        (
            "el",
            "29 Οκτωβρίου 2014 στις 8:05 μμ",
            "2014-10-29T20:05:00",
        ),
        ("hu", "2014. október 29. 08:05", "2014-10-29T08:05:00"),
        ("ro", "29 octombrie 2014 la 08:05", "2014-10-29T08:05:00"),
        ("ca", "29 d’octubre de 2014", "2014-10-29"),
        ("ja", "2014年10月29日 08:00", "2014-10-29T08:00:00"),
        (
            "ja",
            "２０１４年１０月２９日(水) 午後3時5分",
            "2014-10-29T15:05:00",
        ),
        ("ja", "2014/10/29(水) 08:00", "2014-10-29T08:00:00"),
        ("ja", "14/10/29 08:00", "2014-10-29T08:00:00"),
        ("zh", "2014年10月29日 下午3:05", "2014-10-29T15:05:00"),
        ("ko", "2014년 10월 29일 오후 3:05", "2014-10-29T15:05:00"),
        ("ko", "2014. 10. 29. 15:05", "2014-10-29T15:05:00"),
        ("vi", "29 Tháng 10, 2014", "2014-10-29"),
        ("ar", "29 أكتوبر 2014", "2014-10-29"),
        ("he", "29 באוקטובר 2014 בשעה 8:05", "2014-10-29T08:05:00"),
        ("fa", "۲۹ اکتبر ۲۰۱۴", "2014-10-29"),
    ] {
        check_parse(language, text, expected);
    }
}

#[test]
fn finds_a_date_within_a_line() {
    for (language, text, at, expected) in [
        (
            "en",
            "Posted on December 4, 2012 at 8:00 am by Ann",
            "December 4, 2012 at 8:00 am",
            "2012-12-04T08:00:00",
        ),
        (
            "en",
            "Ann | Friday, April 23, 2010",
            "Friday, April 23, 2010",
            "2010-04-23",
        ),
        (
            "en",
            "[08:05 | 29 October 2014] Ann",
            "08:05 | 29 October 2014",
            "2014-10-29T08:05:00",
        ),
        (
            "de",
            "Ann meinte am 3. März 2015: hallo",
            "3. März 2015",
            "2015-03-03",
        ),
        (
            "en",
            "Comment by Ann — 12.10.2005 @ 4:05 pm",
            "12.10.2005 @ 4:05 pm",
            "2005-10-12T16:05:00",
        ),
    ] {
        check_find(language, text, at, expected);
    }
}

#[test]
fn finds_no_date_where_there_is_none() {
    let ctx = DateContext::for_language(Some("en"));
    for text in [
        "",
        "7",
        "I may go",
        "version 1.2.14 is out",
        "call 555-12-1234",
        "see 10.1.2.3",
        "1/2",
        "32 December 2012",
        "February 30, 2012",
        "In 1066 the",
        "12:30",
        "March 1850",
        "1970-01-01",
    ] {
        assert_eq!(find(text, &ctx), None, "{text}");
    }
}

#[test]
fn knows_dates_that_name_no_day() {
    for (text, at) in [
        ("3 days ago", "3 days ago"),
        ("Ann, 5 minutes ago", "5 minutes ago"),
        ("a year ago", "a year ago"),
        ("vor 2 Tagen", "vor 2 Tagen"),
        ("il y a 3 jours", "il y a 3 jours"),
        ("hace 3 días", "hace 3 días"),
        ("3 giorni fa", "3 giorni fa"),
        ("3日前", "3日前"),
        ("2 小时前", "2 小时前"),
        ("3 дня назад", "3 дня назад"),
        ("4d", "4d"),
        ("gestern, 14:22 Uhr", "gestern, 14:22 Uhr"),
        ("Yesterday at 10:05", "Yesterday at 10:05"),
        ("December 4 at 8:00 am", "December 4 at 8:00 am"),
    ] {
        let (span, stamp) = recognise(text, &DateContext::default()).unwrap();
        assert_eq!(stamp, Stamp::Vague, "{text}");
        assert_eq!(span.slice(text), Some(at));
    }
    assert_eq!(
        recognise("long ago and far away", &DateContext::default()),
        None
    );
    assert_eq!(
        recognise("We waited 3 days for it", &DateContext::default()),
        None
    );
}

#[test]
fn learns_the_order_of_numbers_from_the_page() {
    let american = DateContext::for_language(Some("en"));
    let learned = american.learn(["03/04/2014", "13/04/2014"]);
    assert_eq!(
        parse("03/04/2014", &learned).unwrap().to_string(),
        "2014-04-03"
    );
    let mixed = american.learn(["13/04/2014", "04/13/2014"]);
    assert_eq!(
        parse("03/04/2014", &mixed).unwrap().to_string(),
        "2014-03-04"
    );
}

fn any_date() -> impl Strategy<Value = PageDate> {
    let day = (1990..=2100_i32, 1..=365_u16)
        .prop_map(|(year, day)| Date::from_ordinal_date(year, day).unwrap());
    let time =
        (0..24_u8, 0..60_u8, 0..60_u8).prop_map(|(h, m, s)| Time::from_hms(h, m, s).unwrap());
    (day, time, -14..=14_i8, 0..5_u8).prop_map(|(day, time, zone, kind)| match kind {
        0 => {
            let zone = UtcOffset::from_hms(zone, 0, 0).unwrap();
            PageDate::Instant(PrimitiveDateTime::new(day, time).assume_offset(zone))
        }
        1 => PageDate::Local(PrimitiveDateTime::new(day, time)),
        2 => PageDate::Day(day),
        3 => PageDate::Month(day.year(), day.month()),
        _ => PageDate::Year(day.year()),
    })
}

proptest! {
    #[test]
    fn what_is_printed_reads_back(date in any_date()) {
        prop_assert_eq!(parse(&date.to_string(), &DateContext::default()), Some(date));
    }

    #[test]
    fn every_day_reads_back_with_its_month_in_words(
        year in 1990..=2100_i32, month in 1..=12_u8, day in 1..=28_u8,
    ) {
        let month = Month::try_from(month).unwrap();
        let expected = PageDate::Day(Date::from_calendar_date(year, month, day).unwrap());
        for text in [format!("{month} {day}, {year}"), format!("{day} {month} {year}")] {
            prop_assert_eq!(parse(&text, &DateContext::default()), Some(expected));
        }
    }

    #[test]
    fn spans_lie_within_any_text(text in ".{0,120}", tail in "[0-9:./, -]{0,40}|(3|am|pm|Oct|年|月|日|分|Uhr| |:|T|Z|\\+){0,20}") {
        let text = format!("{text}{tail}");
        for language in [None, Some("de"), Some("ja")] {
            let ctx = DateContext::for_language(language);
            if let Some((span, _)) = recognise(&text, &ctx) {
                prop_assert!(span.slice(&text).is_some_and(|inside| !inside.is_empty()));
            }
            let whole = parse(&text, &ctx);
            prop_assert!(whole.is_none() || text.chars().any(char::is_numeric));
        }
    }
}
