package dev.sessionbeam.failure;

import java.util.Locale;

/** The step that rejected a record. */
public enum Stage {
  VALIDATE,
  CLEAN,
  CHECK_TIME,
  ENRICH,
  ADMIT;

  /** Returns the name of the step, as written in the output. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
