package dev.sessionbeam.explain;

/** Writes numbers of things. */
final class Counts {
  private Counts() {}

  /** Returns a number and a noun, which gets an s if there is not just one. */
  static String of(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }
}
