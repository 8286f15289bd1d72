package dev.sessionbeam.run;

import dev.sessionbeam.output.WriteLines;
import dev.sessionbeam.publish.Dataset;
import dev.sessionbeam.publish.MissingFiles;
import dev.sessionbeam.publish.OutputFolder;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.PipelineResult;
import org.apache.beam.sdk.metrics.MetricNameFilter;
import org.apache.beam.sdk.metrics.MetricResult;
import org.apache.beam.sdk.metrics.MetricsFilter;
import org.apache.beam.sdk.metrics.StringSetResult;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * The files that a run wrote, and which of them are missing at its end.
 *
 * @param written how many files a batch run wrote, by dataset; empty in streaming
 * @param datasets the datasets of which files are missing; empty if everything is there
 */
record OutputFiles(Map<Dataset, Long> written, List<MissingFiles> datasets) {
  static final OutputFiles NONE = new OutputFiles(Map.of(), List.of());

  /** What to do first. */
  static final String KEEP_AWAY =
      "Something else deleted or moved them while the run was working: find it, and keep it away"
          + " from files that are younger than a day. ";

  private static final Pattern DAY = Pattern.compile("=(\\d{4}-\\d\\d-\\d\\d)/");

  OutputFiles {
    written = Map.copyOf(written);
    datasets =
        datasets.stream().sorted(Comparator.comparing(MissingFiles::dataset)).distinct().toList();
  }

  /** Reads from metrics what a batch run wrote, and what a stream missed at its end. */
  static OutputFiles of(PipelineResult result) {
    List<MissingFiles> datasets = new ArrayList<>();
    for (MetricResult<StringSetResult> set :
        result
            .metrics()
            .queryMetrics(
                MetricsFilter.builder()
                    .addNameFilter(MetricNameFilter.inNamespace(MissingFiles.class))
                    .build())
            .getStringSets()) {
      set.getAttempted().getStringSet().forEach(each -> datasets.add(MissingFiles.decode(each)));
    }
    return new OutputFiles(written(Ledger.counters(result, WriteLines.class)), datasets);
  }

  private static Map<Dataset, Long> written(Map<String, Long> counters) {
    Map<Dataset, Long> written = new EnumMap<>(Dataset.class);
    for (Dataset dataset : Dataset.values()) {
      Long files = counters.get(WriteLines.FILES_OF + dataset.folder());
      if (files != null) {
        written.put(dataset, files);
      }
    }
    return written;
  }

  /**
   * Compares the numbers of files that a batch run wrote with the files that are there.
   *
   * @param there the names of the files that are there, relative to their folder
   * @param of the datasets to compare
   * @return an element for each dataset of which files are missing
   */
  List<MissingFiles> missingIn(Collection<String> there, Set<Dataset> of) {
    List<MissingFiles> missing = new ArrayList<>();
    for (Dataset dataset : of) {
      long files = written.getOrDefault(dataset, 0L);
      long left = there.stream().filter(name -> Dataset.ofFile(name) == dataset).count();
      if (left < files) {
        missing.add(new MissingFiles(dataset, files, files - left, MissingFiles.UNKNOWN, "", ""));
      }
    }
    return missing;
  }

  /** Returns the same with what is missing at the end of a batch run. */
  OutputFiles missing(List<MissingFiles> files) {
    return new OutputFiles(written, files);
  }

  boolean areComplete() {
    return datasets.isEmpty();
  }

  /**
   * Describes what is missing, in one sentence without a full stop.
   *
   * @param plan where the files were
   * @param ledger how many lines were written
   */
  String text(RunPlan plan, Ledger ledger) {
    return datasets.stream()
            .map(each -> text(each, folder(plan, each.dataset()).root(), ledger))
            .collect(Collectors.joining(", and "))
        + (first().isEmpty() ? "" : ", for example " + first(plan));
  }

  /**
   * Describes how to compute what a stream misses again, in sentences.
   *
   * @param options the options of the run
   */
  String remedy(RunPlan plan, PipelineOptions options) {
    StringBuilder remedy = new StringBuilder(KEEP_AWAY);
    boolean results = datasets.stream().anyMatch(each -> each.dataset() != Dataset.ARCHIVE);
    if (datasets.stream().anyMatch(each -> each.dataset() == Dataset.ARCHIVE)) {
      remedy.append(
          "The records that the archive lacks are in the stream as long as it keeps them: read it"
              + " again with --startAt, to another --archive. ");
    }
    NavigableSet<LocalDate> days = days();
    if (results && !days.isEmpty()) {
      remedy.append("Compute the days again from the raw records: ").append(command(days, options));
    } else if (results && plan.files().isEmpty()) {
      remedy.append("Read the stream again with --startAt, to another --output");
    } else if (results) {
      remedy.append("Run the same command again with --overwrite");
    }
    return remedy.toString().strip();
  }

  private static String command(NavigableSet<LocalDate> days, PipelineOptions options) {
    InputOptions input = options.as(InputOptions.class);
    String archive = options.as(StreamOptions.class).getArchive();
    List<String> inputs = input.getInput();
    String raw = inputs != null ? String.join(",", inputs) : archive == null ? "RAW" : archive;
    Stream<String> flags =
        Stream.of(
            "--definition=" + input.getDefinition(),
            "--input=" + raw,
            "--output=" + options.as(OutputOptions.class).getOutput(),
            "--overwrite",
            "--from=" + days.first(),
            "--to=" + days.last().plusDays(1));
    return ShellCommand.run(Stream.concat(flags, ShellCommand.format(options)).toList());
  }

  /** What is missing as values for JSON. */
  List<Map<String, Object>> values(Ledger ledger) {
    List<Map<String, Object>> values = new ArrayList<>();
    for (MissingFiles each : datasets) {
      Map<String, Object> value = new LinkedHashMap<>();
      value.put("dataset", each.dataset().folder());
      value.put("files_written", each.published());
      value.put("files_missing", each.missing());
      if (isCounted(each, ledger)) {
        value.put("lines_missing", ledger.lines(each.dataset()) - each.linesLeft());
      }
      if (!each.first().isEmpty()) {
        value.put("example", each.first());
      }
      values.add(value);
    }
    return values;
  }

  private static boolean isCounted(MissingFiles each, Ledger ledger) {
    return each.linesLeft() != MissingFiles.UNKNOWN
        && !ledger.partial()
        && ledger.lines(each.dataset()) >= each.linesLeft();
  }

  private static String text(MissingFiles each, String root, Ledger ledger) {
    long lines = ledger.lines(each.dataset());
    return String.format(
        Locale.ROOT,
        "%,d of the %,d files%s that this run wrote to %s are missing",
        each.missing(),
        each.published(),
        isCounted(each, ledger)
            ? String.format(Locale.ROOT, " (%,d of %,d lines)", lines - each.linesLeft(), lines)
            : "",
        each.dataset() == Dataset.ARCHIVE ? root : root + each.dataset().folder() + "/");
  }

  private List<MissingFiles> first() {
    return datasets.stream().filter(each -> !each.first().isEmpty()).limit(1).toList();
  }

  private String first(RunPlan plan) {
    return first().stream()
        .map(each -> folder(plan, each.dataset()).root() + each.first())
        .collect(Collectors.joining());
  }

  private static OutputFolder folder(RunPlan plan, Dataset dataset) {
    OutputFolder archive = plan.archive();
    return dataset == Dataset.ARCHIVE && archive != null ? archive : plan.output();
  }

  /** The days from the first to the last missing file of results; empty if none is known. */
  private NavigableSet<LocalDate> days() {
    NavigableSet<LocalDate> days = new TreeSet<>();
    datasets.stream()
        .filter(each -> each.dataset() == Dataset.EVENTS || each.dataset() == Dataset.SESSIONS)
        .flatMap(each -> Stream.of(each.first(), each.last()))
        .forEach(
            name -> {
              Matcher day = DAY.matcher(name);
              if (day.find()) {
                days.add(LocalDate.parse(day.group(1)));
              }
            });
    return days;
  }
}
