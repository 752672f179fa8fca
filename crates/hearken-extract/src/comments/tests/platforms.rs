use super::{check, under_post};

#[test]
fn wordpress_lists() {
    check(
        "threaded list of a classic theme",
        &under_post(
            r##"<div id="comments"><h3>2 responses to “Tea”</h3><ol class="commentlist">
            <li class="comment even depth-1" id="comment-4"><div id="div-comment-4" class="comment-body">
              <div class="comment-author vcard"><img class="avatar" alt=""><cite class="fn"><a href="http://ann.example" rel="external nofollow">Ann</a></cite> <span class="says">says:</span></div>
              <div class="comment-meta commentmetadata"><a href="#comment-4">December 4, 2012 at 8:00 am</a> <a class="comment-edit-link" href="#">(Edit)</a></div>
              <p>Three minutes is too long.</p><p>Try two.</p>
              <div class="reply"><a class="comment-reply-link" href="#respond">Reply</a></div></div>
              <ul class="children"><li class="comment byuser bypostauthor odd depth-2" id="comment-5"><div id="div-comment-5" class="comment-body">
                <div class="comment-author vcard"><cite class="fn">Bea</cite> <span class="says">says:</span></div>
                <div class="comment-meta commentmetadata"><a href="#comment-5">December 4, 2012 at 9:30 pm</a></div>
                <p>I will.</p></div></li></ul></li></ol>
            <div id="respond"><h3>Leave a Reply</h3><form><p>Your email address will not be published.</p><textarea></textarea></form></div></div>"##,
        ),
        &[
            "comment-4 | - | Ann | 2012-12-04T08:00:00 | Three minutes is too long.//Try two.",
            "comment-5 | comment-4 | Bea | 2012-12-04T21:30:00 | I will.",
        ],
    );
    check(
        "block theme",
        &under_post(
            r##"<div class="wp-block-comments"><h3 class="wp-block-comments-title">One response</h3><ol class="wp-block-comment-template">
            <li id="comment-9" class="comment even depth-1"><div class="wp-block-group"><div class="wp-block-avatar"><img alt="Ann Avatar"></div>
            <div class="wp-block-group"><div class="wp-block-comment-author-name">Ann</div>
            <div class="wp-block-comment-date"><time datetime="2025-06-19T01:45:33+00:00"><a href="#comment-9">June 19, 2025</a></time></div>
            <div class="wp-block-comment-content"><p>Lovely.</p></div>
            <div class="wp-block-comment-reply-link"><a class="comment-reply-link" href="#">Reply</a></div></div></div></li></ol></div>"##,
        ),
        &["comment-9 | - | Ann | 2025-06-19T01:45:33Z | Lovely."],
    );
}

#[test]
fn blogger_templates() {
    check(
        "threaded",
        &under_post(
            r##"<div class="comments" id="comments"><h4>1 comment:</h4><div id="comment-holder"><div class="comment-thread"><ol id="top-ra">
            <li class="comment" id="c77001"><div class="avatar-image-container"><img alt=""></div><div class="comment-block">
            <div class="comment-header"><cite class="user"><a href="https://ann.example" rel="nofollow">Ann</a></cite><span class="icon user"></span><span class="datetime secondary-text"><a href="#c77001">6 June 2015 at 10:23</a></span></div>
            <p class="comment-content">Hello,<br>nice leaves.<br><br>Ann</p><span class="comment-actions secondary-text"><a class="comment-reply">Reply</a></span></div></li></ol></div></div></div>"##,
        ),
        &["c77001 | - | Ann | 2015-06-06T10:23:00 | Hello,/nice leaves.//Ann"],
    );
    check(
        "definition list",
        &under_post(
            r##"<div id="comments"><h4>2 comments:</h4><dl id="comments-block">
            <dt class="comment-author" id="c1001"><a name="c1001"></a><a href="http://ann.example">Ann</a> said...</dt>
            <dd class="comment-body"><p>First!</p></dd><dd class="comment-footer"><span class="comment-timestamp"><a href="#c1001">4/12/2009 8:00 AM</a></span></dd>
            <dt class="comment-author" id="c1002"><a name="c1002"></a>Bob said...</dt>
            <dd class="comment-body"><p>Second then.</p></dd><dd class="comment-footer"><span class="comment-timestamp"><a href="#c1002">4/13/2009 9:00 AM</a></span></dd></dl></div>"##,
        ),
        &[
            "c1001 | - | Ann | 2009-04-12T08:00:00 | First!",
            "c1002 | - | Bob | 2009-04-13T09:00:00 | Second then.",
        ],
    );
}

#[test]
fn movable_type_and_hand_made_pages() {
    check(
        "words first, then a foot",
        &under_post(
            r#"<h2>Comments (2)</h2><div class="comments-body"><p>Two minutes is plenty.</p><span class="comments-post">Posted by: <a href="http://ann.example">Ann</a> at December 4, 2003 08:00 AM</span></div>
            <div class="comments-body"><p>Or one.</p><span class="comments-post">Posted by: Bob at December 5, 2003 09:00 AM</span></div>"#,
        ),
        &[
            "c1 | - | Ann | 2003-12-04T08:00:00 | Two minutes is plenty.",
            "c2 | - | Bob | 2003-12-05T09:00:00 | Or one.",
        ],
    );
    check(
        "paragraphs, then who posted them",
        &under_post(
            r#"<div id="comments"><h3>Comments</h3><p>Two minutes is plenty.</p><p>Or three.</p><p>Posted by Ann on December 4, 2003</p>
            <p>Or one.</p><p>Posted by Bob on December 5, 2003</p></div>"#,
        ),
        &[
            "c1 | - | Ann | 2003-12-04 | Two minutes is plenty.//Or three.",
            "c2 | - | Bob | 2003-12-05 | Or one.",
        ],
    );
    check(
        "rows of a table, head and words apart",
        &under_post(
            r#"<div id="comments"><table><tr class=head><td><b>Ann</b> - 4 December 2003</td></tr><tr><td>Two minutes is plenty.</td></tr>
            <tr class=head><td><b>Bob</b> - 5 December 2003</td></tr><tr><td>Or one.</td></tr></table></div>"#,
        ),
        &[
            "c1 | - | Ann | 2003-12-04 | Two minutes is plenty.",
            "c2 | - | Bob | 2003-12-05 | Or one.",
        ],
    );
}

#[test]
fn drupal_and_microdata() {
    check(
        "Drupal 7",
        &under_post(
            r#"<div id="comments" class="comment-wrapper"><h2 class="title">Comments</h2><a id="comment-31"></a>
            <article class="comment odd clearfix"><header><p class="submitted"><span property="dc:date dc:created"><span class="username">Ann</span> on <time datetime="2013-10-18T13:11:26+02:00">18 October 2013 - 13:11</time></span> <a href="/comment/31" class="permalink">Permalink</a></p></header>
            <div class="field field-name-comment-body"><p>It depends on the leaves.</p></div><ul class="links inline"><li class="comment-reply first last"><a href="/reply">reply</a></li></ul></article></div>"#,
        ),
        &["comment-31 | - | Ann | 2013-10-18T13:11:26+02:00 | It depends on the leaves."],
    );
    check(
        "schema.org without telling names",
        &under_post(
            r#"<section class="answers-block"><div class="comments"><div itemprop="comment" itemscope itemtype="https://schema.org/Comment"><div itemprop="author" itemscope><span itemprop="name">Ann</span></div>
            <time itemprop="dateCreated" datetime="2020-04-09">9 Apr</time><div itemprop="text"><p>Green is another matter.</p></div></div></div></section>"#,
        ),
        &["c1 | - | Ann | 2020-04-09 | Green is another matter."],
    );
}

#[test]
fn other_languages() {
    check(
        "German, own names",
        &under_post(
            r##"<div class="kommentare"><h3>2 Kommentare</h3><div class="kommentar-item"><div class="kommentar-info"><div class="benutzer">Ina</div><div class="datum">06.11.2013, 13.47 Uhr</div></div><div class="kommentar-text">Zwei Minuten reichen.</div><a href="#">Kommentar melden</a></div>
            <div class="kommentar-item"><div class="kommentar-info"><div class="benutzer">Udo</div><div class="datum">07.11.2013, 08.02 Uhr</div></div><div class="kommentar-text">Mir nicht.</div><a href="#">Kommentar melden</a></div></div>"##,
        ),
        &[
            "c1 | - | Ina | 2013-11-06T13:47:00 | Zwei Minuten reichen.",
            "c2 | - | Udo | 2013-11-07T08:02:00 | Mir nicht.",
        ],
    );
    check(
        "Japanese list",
        &under_post(
            r#"<div id="comment-area"><h3>コメント</h3><ul><li class="comment-entry"><p class="comment-author">緑茶好き</p><p class="comment-text">二分で十分です。</p><p class="comment-date">2014年10月29日 08:00</p></li>
            <li class="comment-entry"><p class="comment-author">山田</p><p class="comment-text">同感です。</p><p class="comment-date">2014年10月30日 21:15</p></li></ul></div>"#,
        ),
        &[
            "c1 | - | 緑茶好き | 2014-10-29T08:00:00 | 二分で十分です。",
            "c2 | - | 山田 | 2014-10-30T21:15:00 | 同感です。",
        ],
    );
    check(
        "French, under a heading alone",
        &under_post(
            r"<section><h2>2 commentaires</h2><ul><li><h4>Anne</h4><span>29 octobre 2014 à 8h05</span><p>Deux minutes suffisent, à mon avis.</p></li>
            <li><h4>Luc</h4><span>30 octobre 2014 à 9h10</span><p>Une seule, même.</p></li></ul></section>",
        ),
        &[
            "c1 | - | Anne | 2014-10-29T08:05:00 | Deux minutes suffisent, à mon avis.",
            "c2 | - | Luc | 2014-10-30T09:10:00 | Une seule, même.",
        ],
    );
}
