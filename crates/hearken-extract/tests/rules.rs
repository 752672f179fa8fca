//! Each rule on a small page of its own: what it takes out, as what, and what stays.

#![expect(
    clippy::unwrap_used,
    reason = "a test ends at the first thing that is not there"
)]

use hearken_extract::{PageFormat, PageHints, extract};
use hearken_model::{Post, RemovedKind};

const PROSE: &str = "<p>The kettle had been on for an hour, and nobody in the kitchen had said a word about \
    it, which was how everybody knew that something was wrong with the tea.</p>\
    <p>By the time the water was gone, the neighbours had come in one after the other, each with a cup, \
    and each with a reason for being there that had nothing to do with tea.</p>";

fn read(page: &str) -> Post {
    let hints = PageHints {
        url: Some("https://shed.example/2014/10/tea"),
        format: Some(PageFormat::Html),
        ..PageHints::default()
    };
    extract(page.as_bytes(), &hints).unwrap()
}

/// A post with `piece` after it in the same article.
fn with(piece: &str) -> Post {
    read(&format!(
        "<body><article><h1>Tea</h1>{PROSE}{piece}</article></body>"
    ))
}

fn is_out(post: &Post, words: &str, kind: RemovedKind) {
    assert!(
        !post.text.contains(words),
        "`{words}` is in the text: {}",
        post.text
    );
    let found = post
        .removed
        .iter()
        .find(|removed| removed.text.contains(words));
    let kinds = found.map(|removed| removed.kind);
    assert_eq!(kinds, Some(kind), "`{words}` in {:?}", post.removed);
}

/// A piece after the post, words of it, and what they are.
const PIECES: &[(&str, &str, RemovedKind)] = &[
    (
        "<div class='sharedaddy'>Pass it on</div>",
        "Pass it on",
        RemovedKind::Share,
    ),
    (
        "<div class='teilen-leiste'>Weitersagen</div>",
        "Weitersagen",
        RemovedKind::Share,
    ),
    ("<p>Share this:</p>", "Share this", RemovedKind::Share),
    (
        "<div id='related-posts'><p>Cups, mugs and bowls</p></div>",
        "Cups",
        RemovedKind::Related,
    ),
    (
        "<div class='verwandteBeitraege'>Tassen</div>",
        "Tassen",
        RemovedKind::Related,
    ),
    (
        "<h3>You may also like</h3><ul><li><a href=/a>Cups</a></li></ul>",
        "Cups",
        RemovedKind::Related,
    ),
    (
        "<div class='author-bio'>Ann drinks tea.</div>",
        "Ann drinks",
        RemovedKind::AuthorBox,
    ),
    (
        "<p class='entry-meta'>Filed under: larder</p>",
        "larder",
        RemovedKind::Byline,
    ),
    (
        "<p>Posted on May 4, 2011</p>",
        "Posted on",
        RemovedKind::Byline,
    ),
    (
        "<figure><img src=k.jpg><figcaption>A kettle</figcaption></figure>",
        "A kettle",
        RemovedKind::Caption,
    ),
    (
        "<div class='wp-caption'><img src=k.jpg><p class='wp-caption-text'>A kettle</p></div>",
        "A kettle",
        RemovedKind::Caption,
    ),
    ("<nav>Older tea</nav>", "Older tea", RemovedKind::Navigation),
    (
        "<div class='nav-links'><a href=/x>Last week's tea</a></div>",
        "Last week",
        RemovedKind::Navigation,
    ),
    (
        "<div class='newsletter-box'>Tea by mail</div>",
        "Tea by mail",
        RemovedKind::Newsletter,
    ),
    (
        "<div class='adsbygoogle'>Buy a kettle</div>",
        "Buy a kettle",
        RemovedKind::Advert,
    ),
    (
        "<div class='cookie-notice'>Crumbs everywhere</div>",
        "Crumbs",
        RemovedKind::Consent,
    ),
    (
        "<footer>Brewed at home</footer>",
        "Brewed",
        RemovedKind::Footer,
    ),
    (
        "<p>[kettle_gallery ids=\"1,2\"]</p>",
        "kettle_gallery",
        RemovedKind::Shortcode,
    ),
];

#[test]
fn names_and_lines_say_what_is_left_out() {
    for (piece, words, kind) in PIECES {
        let post = with(piece);
        is_out(&post, words, *kind);
        assert!(
            post.text.contains("nothing to do with tea."),
            "{piece}: {}",
            post.text
        );
    }
}

#[test]
fn images_within_frames_stay() {
    let post = with(
        "<div class='wp-caption'><img src=k.jpg alt=Kettle><p class='wp-caption-text'>Ours</p></div>",
    );
    assert_eq!(post.images[0].src, "https://shed.example/2014/10/k.jpg");
}

#[test]
fn names_of_wrappers_take_nothing() {
    for class in [
        "sidebar-right widget",
        "has-ads social",
        "related newsletter",
        "header-wrapper",
    ] {
        let post = read(&format!(
            "<body class='{class}'><div class='{class}'>{PROSE}</div></body>"
        ));
        assert!(
            post.text.contains("kettle") && post.text.contains("neighbours"),
            "{class}"
        );
    }
}

#[test]
fn the_post_grows_over_its_sections() {
    let sections: String = (0..4)
        .map(|_| "<div class=row><div class=col><h2>Cup</h2>".to_owned() + PROSE + "</div></div>")
        .enumerate()
        .map(|(number, section)| section.replace("kettle", ["kettle", "pot", "urn", "can"][number]))
        .collect();
    let menu = "<ul>".to_owned() + &"<li><a href=/m>Menu entry</a></li>".repeat(20) + "</ul>";
    let post = read(&format!(
        "<body><div>{menu}</div><div id=x>{sections}</div><div>{menu}</div></body>"
    ));
    for word in ["kettle", "pot", "urn", "can"] {
        assert!(
            post.text.contains(&format!("The {word} had")),
            "{word}: {}",
            post.text
        );
    }
    assert!(!post.text.contains("Menu entry"));
}

#[test]
fn streamed_pieces_stand_where_they_belong() {
    let post = read(&format!(
        "<body><article><h1>Tea</h1><p>First, a sentence that opens the piece and is long enough to count.</p>\
         <template id=\"B:0\"></template><p>Last, a sentence that ends the piece and is long enough to count.</p>\
         </article><div hidden id=\"S:0\">{PROSE}</div></body>"
    ));
    let order: Vec<_> = ["First,", "The kettle", "Last,"]
        .iter()
        .map(|word| post.text.find(word))
        .collect();
    assert!(
        order.is_sorted() && order[0].is_some(),
        "{order:?} in {}",
        post.text
    );
}

#[test]
fn noscript_is_read_where_there_is_nothing_else() {
    let post = read(&format!("<body><noscript>{PROSE}</noscript></body>"));
    assert!(post.text.starts_with("The kettle"));
    assert!(
        !with("<noscript><p>Please enable scripts, they are needed here.</p></noscript>")
            .text
            .contains("scripts")
    );
}

#[test]
fn facts_come_from_head_and_byline() {
    let post = read(&format!(
        "<html lang=en-us><head><title>Tea | The Shed</title>\
         <script type='application/ld+json'>{{\"@type\":\"BlogPosting\",\"headline\":\"Tea\",\
         \"datePublished\":\"2014-10-29T08:00:00+01:00\",\"dateModified\":\"2014-10-30T08:00:00+01:00\"}}</script>\
         </head><body><div class=site-title><a href=/>The Shed</a></div><article><h1>Tea</h1>\
         <p class=byline>By <a rel=author href=/ann>Ann Lee</a> on October 29, 2014</p>{PROSE}\
         <p class=tags><a rel=tag href=/t>kitchen</a>, <a rel=tag href=/u>cups</a></p></article></body></html>"
    ));
    assert_eq!(post.title.as_deref(), Some("Tea"));
    assert_eq!(post.authors, ["Ann Lee"]);
    assert_eq!(
        post.published.unwrap().to_string(),
        "2014-10-29T08:00:00+01:00"
    );
    assert_eq!(
        post.updated.unwrap().to_string(),
        "2014-10-30T08:00:00+01:00"
    );
    assert_eq!(post.language.as_deref(), Some("en-US"));
    assert_eq!(post.site_name.as_deref(), Some("The Shed"));
    assert_eq!(post.tags, ["kitchen", "cups"]);
    assert!(post.text.starts_with("The kettle"), "{}", post.text);
}

#[test]
fn a_first_sentence_with_a_date_is_no_byline() {
    for sentence in [
        "In June 2024, I bought three boats.",
        "On 4 June 2024 the kettle broke for good.",
    ] {
        let post = read(&format!(
            "<body><article><h1>Tea</h1><p>{sentence}</p>{PROSE}</article></body>"
        ));
        assert!(post.text.starts_with(sentence), "{}", post.text);
        assert_ne!(post.published_raw.as_deref(), Some("June 2024"));
        assert_ne!(post.published_raw.as_deref(), Some("4 June 2024"));
    }
    let post = read(&format!(
        "<body><article><h1>Tea</h1><p>Ann Lee, 4 June 2024</p>{PROSE}</article></body>"
    ));
    assert_eq!(post.published_raw.as_deref(), Some("4 June 2024"));
    assert!(post.text.starts_with("The kettle"), "{}", post.text);
}

#[test]
fn a_date_led_by_a_word_for_changes_is_the_changes() {
    for (line, published, updated) in [
        ("Last updated: 5 May 2024", None, Some("2024-05-05")),
        ("Aktualisiert am 5. Mai 2024", None, Some("2024-05-05")),
        (
            "Mis à jour le <time datetime=2024-05-05>5 mai</time>",
            None,
            Some("2024-05-05"),
        ),
        (
            "Updated 5 May 2024 | Published 3 May 2024",
            Some("2024-05-03"),
            Some("2024-05-05"),
        ),
        (
            "Published 3 May 2024, updated 5 May 2024",
            Some("2024-05-03"),
            Some("2024-05-05"),
        ),
        (
            "Bijgewerkt: <span>5-5-2024</span>",
            None,
            Some("2024-05-05"),
        ),
        ("3 May 2024", Some("2024-05-03"), None),
    ] {
        let page = format!("<body><article><h1>Tea</h1><p>{line}</p>{PROSE}</article></body>");
        let hints = PageHints {
            format: Some(PageFormat::Html),
            ..PageHints::default()
        };
        let post = extract(page.as_bytes(), &hints).unwrap();
        let told = |date: Option<hearken_model::PageDate>| date.map(|date| date.to_string());
        assert_eq!(told(post.published).as_deref(), published, "{line}");
        assert_eq!(told(post.updated).as_deref(), updated, "{line}");
    }
}

#[test]
fn the_sites_heading_is_no_title() {
    let post = read(&format!(
        "<title>The Shed: Tea</title><h1 id=blog-title><a href='https://shed.example/'>The Shed</a></h1>\
         <div class=post><h3 class=post-title>Tea</h3><div class=post-body>{PROSE}</div></div>"
    ));
    assert_eq!(post.title.as_deref(), Some("Tea"));
    assert_eq!(post.site_name.as_deref(), Some("The Shed"));
    assert_eq!(post.authors, Vec::<String>::new(), "nobody is named");
}

#[test]
fn a_blogs_name_is_told_by_its_link_home() {
    let page = |home: &str| {
        format!(
            "<title>The Ferry: Lying down</title><h1><a href='{home}'>The Ferry</a></h1>\
             <h3 class='post-title'>Lying down</h3><div class='entry-content'><p>Nobody tells you \
             how loud the floor of a ship is until you lie on it, at night, in a storm.</p></div>"
        )
    };
    for (home, url) in [
        (
            "http://127.0.0.1:8080/",
            "http://127.0.0.1:8080/lying-down.html",
        ),
        (
            "https://ferry.example/",
            "https://ferry.example/lying-down.html",
        ),
        ("https://ferry.example/", "file:///saved/lying-down.html"),
    ] {
        let hints = hearken_extract::PageHints {
            url: Some(url),
            ..Default::default()
        };
        let post = hearken_extract::extract(page(home).as_bytes(), &hints).unwrap();
        assert_eq!(post.title.as_deref(), Some("Lying down"), "{url}");
        assert_eq!(post.site_name.as_deref(), Some("The Ferry"), "{url}");
    }
}
