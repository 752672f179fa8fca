//! Reads the conversation under a post: who takes part, who was answered, what was asked in vain.
