//! Finds who is spoken of: a watchlist with aliases and near spellings.
