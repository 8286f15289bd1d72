package dev.sessionbeam.cli;

import java.util.List;

/** Wrong usage: what the person who typed the command has to change, all of it at once. */
final class UsageException extends Exception {
  UsageException(List<String> faults) {
    super(String.join("\n", faults));
  }

  UsageException(String fault) {
    this(List.of(fault));
  }
}
