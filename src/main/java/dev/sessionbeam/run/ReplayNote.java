package dev.sessionbeam.run;

import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.ExistingOutput;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * The note of a replay that reads nothing but rejected records. Its sessions lack the other events
 * of their machines, so they are not those of a run over everything. The note says which days the
 * replay touched, and prints the command that computes them whole.
 */
final class ReplayNote {
  /** A folder of rejected records, as a flag names it, with the output that it is in. */
  private static final Pattern REJECTED =
      Pattern.compile("(?:(.+)/)?(?:invalid|late)(?:/.*)?", Pattern.DOTALL);

  private static final String INPUT = "input";
  private static final String DEFINITION = "definition";

  private ReplayNote() {}

  /** The note, with a line break at its end; empty if nothing is missing. */
  static Optional<String> of(RunPlan plan, PipelineOptions options, Ledger ledger)
      throws IOException {
    EventTimes times = ledger.findings().times();
    if (!plan.replay() || times == null || !EnvelopeCheck.isOnlyEnvelopes(plan.files())) {
      return Optional.empty();
    }
    DateRange changed = Backfill.changedBy(times, plan.definition());
    return Optional.of(
        "Note: all records of this run come from invalid/ or late/, without the other events of"
            + " their machines.\nSo an event from within a session became a session of its own. "
            + touched(ExistingOutput.in(plan.output()).days())
            + "\nTo compute "
            + (changed == null ? "all" : "the sessions of these days and of those around them")
            + " whole, run this. RAW is the input of the earlier run:\n  "
            + command(options, changed)
            + "\n");
  }

  private static String touched(NavigableSet<LocalDate> days) {
    if (days.isEmpty()) {
      return "";
    }
    return days.size() == 1
        ? "The sessions start on " + days.first() + " (UTC)."
        : String.format(
            Locale.ROOT,
            "The sessions start on %,d days, from %s to %s (UTC).",
            days.size(),
            days.first(),
            days.last());
  }

  private static String command(PipelineOptions options, @Nullable DateRange days) {
    String output = options.as(OutputOptions.class).getOutput();
    List<String> inputs = options.as(InputOptions.class).getInput();
    Map<String, String> given = options.as(GivenFlags.class).getGivenFlags();
    String input =
        given != null && given.containsKey(INPUT) ? given.get(INPUT) : String.join(",", inputs);
    String definition =
        given != null && given.containsKey(DEFINITION)
            ? given.get(DEFINITION)
            : options.as(InputOptions.class).getDefinition();
    Stream<String> flags =
        Stream.of(
            "--definition=" + definition,
            "--input=RAW," + input,
            "--replay",
            "--output=" + (days == null ? output : outputOf(inputs).orElse(output)),
            "--overwrite");
    Stream<String> range =
        days == null ? Stream.of() : Stream.of("--from=" + days.from(), "--to=" + days.to());
    return ShellCommand.run(
        Stream.of(flags, range, ShellCommand.format(options)).flatMap(each -> each).toList());
  }

  /**
   * The output that the rejected records are in; empty if there are several, or if it is hidden.
   */
  private static Optional<String> outputOf(List<String> inputs) {
    List<String> outputs =
        inputs.stream()
            .map(REJECTED::matcher)
            .map(matcher -> matcher.matches() ? folder(matcher) : "")
            .distinct()
            .toList();
    return outputs.size() == 1 && !outputs.get(0).isEmpty()
        ? Optional.of(outputs.get(0))
        : Optional.empty();
  }

  private static String folder(Matcher matcher) {
    String folder = matcher.group(1);
    return folder == null ? "." : folder;
  }
}
