package dev.sessionbeam.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Checks that programs write the same current sessions. For this, each runs once, which also warms
 * up the machine's caches.
 */
final class EqualResults {
  private EqualResults() {}

  /**
   * Runs all programs on an input, and fails if the sessions of one differ from the first's.
   *
   * @return the keys of the programs that wrote a session again
   */
  static Set<String> check(Runs runs, List<Contestant> programs, Input input)
      throws IOException, InterruptedException {
    Set<String> revised = new HashSet<>();
    Found reference = null;
    for (Contestant program : programs) {
      Found found = runs.result(program, input);
      if (!program.hasOutput()) {
        continue;
      }
      reference = reference == null ? found : reference;
      String difference = found.differenceFrom(reference);
      if (!difference.isEmpty()) {
        throw new IOException(program.name() + " writes other results: " + difference);
      }
      if (found.areRevised()) {
        revised.add(program.key());
      }
      System.out.printf(
          Locale.ROOT,
          "    %,d events in %,d sessions%s%n",
          found.events(),
          found.sessions().size(),
          found.areRevised() ? ", some of them written again" : "");
    }
    return revised;
  }
}
