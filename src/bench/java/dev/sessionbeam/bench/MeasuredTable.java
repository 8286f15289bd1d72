package dev.sessionbeam.bench;

import java.io.IOException;

/** One table of docs/performance.md that is measured, not written. */
interface MeasuredTable {
  /** The name in TABLES and in the comments around the table: letters only. */
  String key();

  /**
   * Measures, and returns the table in Markdown, with a last line of machine and date. Progress
   * goes to System.out.
   *
   * @return the table; empty if nothing was measured, which leaves the page as it is
   */
  String measure(BenchSettings settings) throws IOException, InterruptedException;
}
