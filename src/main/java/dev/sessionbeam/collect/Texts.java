package dev.sessionbeam.collect;

/** What senders are told in more than one place. */
final class Texts {
  static final String BUSY = "too many requests at once: try again later";

  private Texts() {}
}
