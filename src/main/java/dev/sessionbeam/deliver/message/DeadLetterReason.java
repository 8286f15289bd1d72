package dev.sessionbeam.deliver.message;

import java.util.Locale;

/** Why a delivery became a dead letter: a closed list. */
public enum DeadLetterReason {
  /** Every attempt failed with a fault that is worth a retry. */
  RETRIES_EXHAUSTED,
  /** The destination refused it with a fault that a retry does not change, such as status 400. */
  REFUSED,
  /** It is larger than the destination takes. */
  TOO_LARGE,
  /** Too many bytes wait for the destination already. */
  OVERFLOW,
  /** The routes no longer have the destination. */
  DESTINATION_REMOVED,
  /** The run ended before it could be delivered. */
  STOPPED;

  /** Returns the name in dead letters and metrics. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
