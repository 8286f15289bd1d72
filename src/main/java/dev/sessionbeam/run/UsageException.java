package dev.sessionbeam.run;

import java.util.List;

/** Thrown for wrong usage. The message lists everything that the user must change, a line each. */
public final class UsageException extends Exception {
  public UsageException(List<String> faults) {
    super(String.join("\n", faults));
  }

  public UsageException(String fault) {
    this(List.of(fault));
  }
}
