package dev.sessionbeam.run;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.Durations;
import dev.sessionbeam.io.s3.S3Access;
import dev.sessionbeam.prepare.ReadWrittenEvent;
import dev.sessionbeam.publish.OutputFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code report} was asked for, checked.
 *
 * @param gaps the gaps to cut with, in order; the definition's own is among them
 * @param page the file for the page
 * @param json the file for the result as JSON; null for none
 * @param correlations the folder for the pairs and next actions; null for none
 * @param cache the folder that keeps what files say; null for none
 */
record ReportRequest(
    OutputFolder input,
    Definition definition,
    List<Duration> gaps,
    List<List<String>> funnels,
    Path page,
    @Nullable Path json,
    @Nullable Path correlations,
    @Nullable Path cache) {
  private static final String USUAL_GAPS = "1m,5m,15m,30m,1h,2h";
  private static final String USUAL_PAGE = "report.html";
  private static final int MOST_GAPS = 20;
  private static final int MOST_STEPS = 20;
  private static final int MOST_FUNNELS = 20;

  /**
   * Checks the flags.
   *
   * @throws UsageException with all faults
   */
  static ReportRequest of(ReportFlags flags, PipelineOptions options) throws UsageException {
    return new Checks().request(flags, options);
  }

  /** Gathers faults until everything is checked. */
  private static final class Checks {
    private final List<String> faults = new ArrayList<>();

    ReportRequest request(ReportFlags flags, PipelineOptions options) throws UsageException {
      OutputFolder input = input(flags.input(), options);
      Definition definition = definition(flags.definition());
      List<Duration> gaps = gaps(flags.gaps(), definition);
      List<List<String>> funnels = funnels(flags.funnels());
      Path page = file("--output", flags.page() == null ? USUAL_PAGE : flags.page());
      Path json = flags.json() == null ? null : file("--json", flags.json());
      Path correlations = folder("--correlations", flags.correlations());
      Path cache = folder("--cache", flags.cache());
      if (FlinkCluster.isUsed(options)) {
        faults.add("report cannot run on a Flink cluster: remove --flinkMaster");
      }
      if (input == null || definition == null || page == null || !faults.isEmpty()) {
        throw new UsageException(faults);
      }
      return new ReportRequest(input, definition, gaps, funnels, page, json, correlations, cache);
    }

    private @Nullable OutputFolder input(@Nullable String name, PipelineOptions options) {
      if (name == null) {
        faults.add("--input=FOLDER is missing: it is the --output of a run");
        return null;
      }
      String fault = PathFlags.faultOnDiskOrS3("--input", name).orElse(null);
      if (fault != null) {
        faults.add(fault);
        return null;
      }
      OutputFolder input = OutputFolder.of(name);
      Path local = input.local();
      if (local != null && !Files.isDirectory(local)) {
        faults.add(
            "--input: "
                + name
                + (Files.exists(local) ? " is not a folder" : " does not exist")
                + ": give the --output of a run");
      }
      faults.addAll(S3Access.faults(options, List.of(name), List.of()));
      return input;
    }

    private @Nullable Definition definition(@Nullable String file) {
      String fault = file == null ? null : PathFlags.fault("--definition", file).orElse(null);
      if (fault != null) {
        faults.add(fault);
        return null;
      }
      Definition definition = DefinitionFlag.read(file, faults);
      if (definition != null && !ReadWrittenEvent.canRead(definition)) {
        faults.add(
            "--definition: the machine, the time or the action depends on how a record arrived,"
                + " which no line of an output has: report cannot read such events");
      }
      return definition;
    }

    private List<Duration> gaps(@Nullable String text, @Nullable Definition definition) {
      TreeSet<Duration> gaps = new TreeSet<>();
      Duration cap = definition == null ? Duration.ZERO : definition.session().maxDuration();
      for (String item : (text == null ? USUAL_GAPS : text).split(",", -1)) {
        Duration gap = gap(item.strip());
        boolean tooLong = gap != null && !cap.isZero() && gap.multipliedBy(2).compareTo(cap) > 0;
        if (tooLong && text != null) {
          faults.add(
              "--gaps: "
                  + item.strip()
                  + " is more than half of max_duration, which is "
                  + Durations.text(cap)
                  + ": no definition may have such a gap");
        } else if (gap != null && !tooLong) {
          gaps.add(gap);
        }
      }
      if (gaps.size() > MOST_GAPS) {
        faults.add("--gaps: " + gaps.size() + " gaps are too many: give at most " + MOST_GAPS);
      }
      if (definition != null) {
        gaps.add(definition.session().gap());
      }
      return List.copyOf(gaps);
    }

    private @Nullable Duration gap(String text) {
      try {
        Duration gap = Durations.parse(text);
        if (!gap.isZero() && !gap.isNegative()) {
          return gap;
        }
        faults.add("--gaps: '" + text + "' must be longer than 0");
      } catch (IllegalArgumentException e) {
        faults.add("--gaps: '" + text + "': " + e.getMessage());
      }
      return null;
    }

    private List<List<String>> funnels(List<String> texts) {
      List<List<String>> funnels = new ArrayList<>();
      for (String text : texts) {
        List<String> steps = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
        if (steps.size() < 2 || steps.size() > MOST_STEPS || steps.contains("")) {
          faults.add(
              "--funnel: '"
                  + text
                  + "' must be from 2 to "
                  + MOST_STEPS
                  + " actions with commas between them, such as start,edit,share");
        }
        funnels.add(steps);
      }
      if (funnels.size() > MOST_FUNNELS) {
        faults.add("--funnel: given more than " + MOST_FUNNELS + " times");
      }
      return funnels;
    }

    private @Nullable Path file(String flag, String name) {
      String fault = PathFlags.fault(flag, name).orElse(null);
      if (fault == null && Files.isDirectory(Path.of(name))) {
        fault = flag + ": " + name + " is a folder: give the name of a file";
      }
      if (fault != null) {
        faults.add(fault);
        return null;
      }
      return Path.of(name);
    }

    private @Nullable Path folder(String flag, @Nullable String name) {
      String fault = name == null ? null : PathFlags.fault(flag, name).orElse(null);
      if (fault == null && name != null) {
        Path folder = Path.of(name);
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
          fault = flag + ": " + name + " is not a folder";
        }
      }
      if (fault != null) {
        faults.add(fault);
      }
      return fault != null || name == null ? null : Path.of(name);
    }
  }
}
