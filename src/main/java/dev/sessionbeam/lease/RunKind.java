package dev.sessionbeam.lease;

import java.util.Locale;

/** The kind of a run that asks for a lease. */
public enum RunKind {
  BATCH("a batch run", true),
  BACKFILL("a backfill", true),
  SETTLE("a run of settle", true),
  STREAM("a stream", false);

  private final String article;
  private final boolean endsWithProcess;

  RunKind(String article, boolean endsWithProcess) {
    this.article = article;
    this.endsWithProcess = endsWithProcess;
  }

  /**
   * Whether nothing more is published or resumed after the process that asked for the lease has
   * ended. The job of a stream may live on, elsewhere or later.
   */
  boolean endsWithProcess() {
    return endsWithProcess;
  }

  /** The kind as it is stored. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  static RunKind of(String key) {
    return valueOf(key.toUpperCase(Locale.ROOT));
  }

  /** The kind as words in a message. */
  @Override
  public String toString() {
    return article;
  }
}
