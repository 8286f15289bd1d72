package dev.sessionbeam.run;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The flags of {@code report} as they were given; null for those that were not.
 *
 * @param input the output of runs
 * @param gaps durations with commas between them
 * @param funnels lists of actions with commas between them
 * @param page the file for the page
 * @param json the file for the result as JSON
 * @param correlations the folder for the pairs and next actions
 * @param cache the folder that keeps what files say
 */
public record ReportFlags(
    @Nullable String definition,
    @Nullable String input,
    @Nullable String gaps,
    List<String> funnels,
    @Nullable String page,
    @Nullable String json,
    @Nullable String correlations,
    @Nullable String cache) {
  public ReportFlags {
    funnels = List.copyOf(funnels);
  }
}
