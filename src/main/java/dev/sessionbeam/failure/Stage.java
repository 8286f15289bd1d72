package dev.sessionbeam.failure;

import java.util.Locale;

/** The step that refused a record. */
public enum Stage {
  VALIDATE,
  CLEAN,
  CHECK_TIME,
  ENRICH,
  ADMIT;

  /** The step's name as it stands in the output. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
