package dev.sessionbeam.deliver.dlq;

import java.util.Locale;

/** Writes an account: a name and a number in each row. */
final class LedgerTable {
  private final StringBuilder text = new StringBuilder();

  LedgerTable row(String name, long number) {
    text.append(String.format(Locale.ROOT, "%-48s %,12d%n", name, number));
    return this;
  }

  /** Adds a row, but only if there is something to count. */
  LedgerTable rowIfAny(String name, long number) {
    return number == 0 ? this : row(name, number);
  }

  LedgerTable line(String line) {
    text.append(line).append(System.lineSeparator());
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
