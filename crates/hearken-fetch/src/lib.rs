//! Fetches pages politely and follows feeds, sitemaps and OPML lists to posts.
