package dev.sessionbeam.run;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.definition.OutputSettings.Codec;
import dev.sessionbeam.definition.OutputSettings.Format;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.file.InputFile;
import dev.sessionbeam.io.file.InputFiles;
import dev.sessionbeam.io.file.InvalidInputException;
import dev.sessionbeam.io.s3.S3Access;
import dev.sessionbeam.io.s3.S3Faults;
import dev.sessionbeam.publish.DateRange;
import dev.sessionbeam.publish.ExistingOutput;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.publish.RunId;
import dev.sessionbeam.publish.StagedResults;
import dev.sessionbeam.publish.UnfinishedSwaps;
import dev.sessionbeam.session.SessionGrouping;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a run is going to do. Everything in it is checked before any record is read.
 *
 * @param files the files to read
 * @param replay whether records are taken out of envelopes
 * @param grouping how the events of a machine are grouped
 * @param existing what is in the output folder already
 * @param format the format of {@code events/} and {@code sessions/}
 * @param codec how all files are compressed
 * @param allowEmpty whether a result without a session replaces one that has some
 * @param staged where the results of a batch run are until all of them are complete; null in
 *     streaming
 * @param stream the further plan of a run in streaming; null in batch
 * @param backfill the further plan of a backfill; null for a run over all days
 * @param delivery where events and sessions are delivered to; null without {@code --routes}
 */
public record RunPlan(
    Definition definition,
    List<InputFile> files,
    boolean replay,
    SessionGrouping grouping,
    OutputFolder output,
    ExistingOutput existing,
    Format format,
    Codec codec,
    int filesPerPartition,
    boolean allowEmpty,
    @Nullable StagedResults staged,
    @Nullable StreamPlan stream,
    @Nullable Backfill backfill,
    @Nullable DeliveryPlan delivery) {

  /**
   * Turns options into a plan. If a killed run has left an unfinished swap at the output, the swap
   * is finished before the output is checked.
   *
   * @param print gets a line about each swap that is finished
   * @throws UsageException with all faults of definition, input and output
   * @throws IOException if such a swap cannot be finished
   */
  static RunPlan of(PipelineOptions options, Consumer<String> print)
      throws UsageException, IOException {
    return new Checks().plan(options, print);
  }

  /** Gathers faults until everything is checked. */
  private static final class Checks {
    private final List<String> faults = new ArrayList<>();

    RunPlan plan(PipelineOptions options, Consumer<String> print)
        throws UsageException, IOException {
      InputOptions input = options.as(InputOptions.class);
      OutputOptions output = options.as(OutputOptions.class);
      Definition definition = DefinitionFlag.read(input.getDefinition(), faults);
      StreamOptions streaming = options.as(StreamOptions.class);
      boolean s3 = checkS3(options, input.getInput(), output.getOutput(), streaming.getArchive());
      if (s3 && output.getOutput() != null) {
        UnfinishedSwaps.finish(OutputFolder.of(output.getOutput()), print);
      }
      List<InputFile> files = s3 ? inputFiles(input.getInput(), options, definition) : List.of();
      StreamPlan stream =
          streaming.isStreaming() ? StreamPlan.of(options, input.isReplay(), faults) : null;
      checkArchive(streaming, output.getOutput(), s3);
      FlagModes.check(options, faults);
      FlinkCluster.check(options, faults);
      boolean resumes = StreamPlan.goesOn(stream, options);
      DateRange days = Backfill.days(input, stream != null, faults);
      if (days != null && FlinkCluster.isUsed(options)) {
        faults.add("--from and --to cannot run on a Flink cluster: remove --flinkMaster");
      }
      ExistingOutput existing =
          s3 ? existing(output, input.getInput(), resumes, days, definition) : null;
      DeliveryPlan delivery =
          DeliveryPlan.of(options, definition, stream != null, resumes, faults, print);
      var unused = InvalidShare.parse(output.getMaxInvalid(), faults);
      Codec codec = oneOf(Codec.class, "--compression", output.getCompression());
      Format given = oneOf(Format.class, "--format", output.getFormat());
      Format format = given != null || definition == null ? given : definition.output().format();
      if (format != null && existing != null && (resumes || days != null)) {
        checkFormat(format, existing, output.getOutput());
      }
      SessionGrouping grouping = grouping(input.getGrouping());
      if (output.getFilesPerPartition() < 0) {
        faults.add("--filesPerPartition must be 0 or more");
      }
      if (definition == null || existing == null || format == null || !faults.isEmpty()) {
        throw new UsageException(faults);
      }
      OutputFolder folder = OutputFolder.of(output.getOutput());
      return new RunPlan(
          definition,
          files,
          input.isReplay(),
          grouping,
          folder,
          existing,
          format,
          codec == null ? definition.output().compressionOf(format) : codec,
          output.getFilesPerPartition(),
          output.isAllowEmpty(),
          stream == null ? StagedResults.of(folder, days, RunId.draw()) : null,
          stream,
          days == null ? null : Backfill.of(days, definition),
          delivery);
    }

    private List<InputFile> inputFiles(
        @Nullable List<String> inputs, PipelineOptions options, @Nullable Definition definition) {
      StreamOptions streaming = options.as(StreamOptions.class);
      if (streaming.getStream() == null) {
        return files(inputs, options, definition);
      }
      if (inputs != null) {
        faults.add("--input and --stream: give one of them");
      }
      if (!streaming.isStreaming()) {
        faults.add("--stream is for --streaming");
      }
      return List.of();
    }

    /** Whether everything that the run needs on S3 exists and is permitted. */
    private boolean checkS3(
        PipelineOptions options,
        @Nullable List<String> inputs,
        @Nullable String output,
        @Nullable String archive) {
      List<S3Access.Target> targets = new ArrayList<>();
      addTarget("--output", output, targets);
      addTarget("--archive", archive, targets);
      List<String> found = S3Access.faults(options, inputs == null ? List.of() : inputs, targets);
      faults.addAll(found);
      return found.isEmpty();
    }

    private void checkArchive(StreamOptions stream, @Nullable String output, boolean s3) {
      String archive = stream.getArchive();
      if (archive == null) {
        return;
      }
      if (output != null && s3) {
        FolderChecks.apart("--archive", archive, "--output", output, faults);
      }
      try {
        FolderChecks.writable(s3 ? OutputFolder.of(archive).local() : null);
      } catch (IOException e) {
        faults.add("--archive: cannot write to " + archive + ": " + describe(archive, e));
      }
    }

    private static void addTarget(
        String flag, @Nullable String folder, List<S3Access.Target> targets) {
      if (folder != null) {
        targets.add(new S3Access.Target(flag, folder, OutputFolder.of(folder).temporary()));
      }
    }

    private List<InputFile> files(
        @Nullable List<String> inputs, PipelineOptions options, @Nullable Definition definition) {
      if (inputs == null) {
        faults.add("--input=PATH or --stream=NAME is missing");
        return List.of();
      }
      try {
        List<InputFile> files =
            InputFiles.find(inputs, options, definition != null && definition.unwrap() != null);
        if (!EnvelopeCheck.isRuledOut(options.as(GivenFlags.class))) {
          EnvelopeCheck.check(files, faults);
        }
        return files;
      } catch (InvalidInputException e) {
        String.valueOf(e.getMessage()).lines().forEach(line -> faults.add("--input: " + line));
        return List.of();
      }
    }

    private @Nullable ExistingOutput existing(
        OutputOptions options,
        @Nullable List<String> inputs,
        boolean resumes,
        @Nullable DateRange days,
        @Nullable Definition definition) {
      String output = options.getOutput();
      if (output == null) {
        faults.add("--output=FOLDER is missing");
        return null;
      }
      if (inputs != null) {
        inputs.stream()
            .filter(input -> days == null || !FolderChecks.isRejectedOf(input, output))
            .forEach(input -> FolderChecks.apart("--input", input, "--output", output, faults));
      }
      OutputFolder folder = OutputFolder.of(output);
      try {
        FolderChecks.writable(folder.local());
        ExistingOutput existing =
            days == null || definition == null
                ? ExistingOutput.in(folder)
                : ExistingOutput.in(folder, days, definition.output().dateName());
        if (days != null && !existing.isEmpty() && !options.isOverwrite()) {
          faults.add(
              "--output: "
                  + output
                  + " holds "
                  + days
                  + " already; --overwrite replaces what this"
                  + " pipeline wrote for these days");
        } else if (!existing.isEmpty() && !options.isOverwrite() && !resumes) {
          faults.add("--output: " + output + " is not empty; " + whatToDo(options));
        }
        return existing;
      } catch (IOException e) {
        faults.add("--output: cannot write to " + output + ": " + describe(output, e));
        return null;
      }
    }

    private static String whatToDo(OutputOptions options) {
      if (ApplicationCluster.of(options).isPresent()) {
        return "to resume the stream that wrote there, set "
            + FlinkCluster.savepointFlag(options)
            + " to its savepoint; to start afresh, give an empty folder";
      }
      return options.as(StreamOptions.class).isResume()
          ? "there is no checkpoint to resume from: the earlier run has ended;"
              + " --overwrite replaces what it wrote there"
          : "--overwrite replaces what this pipeline wrote there";
    }

    private SessionGrouping grouping(@Nullable String name) {
      if (name == null) {
        return SessionGrouping.DEFAULT;
      }
      try {
        return SessionGrouping.valueOf(name.toUpperCase(Locale.ROOT));
      } catch (IllegalArgumentException e) {
        faults.add("--grouping: '" + name + "' is not known: give packed or beam");
        return SessionGrouping.DEFAULT;
      }
    }

    private <E extends Enum<E>> @Nullable E oneOf(
        Class<E> type, String flag, @Nullable String name) {
      if (name == null) {
        return null;
      }
      List<String> names =
          Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.name().toLowerCase(Locale.ROOT))
              .toList();
      if (names.contains(name.toLowerCase(Locale.ROOT))) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
      }
      int last = names.size() - 1;
      faults.add(
          String.format(
              Locale.ROOT,
              "%s: '%s' is not known: give %s or %s",
              flag,
              name,
              String.join(", ", names.subList(0, last)),
              names.get(last)));
      return null;
    }

    /** Readers of an output expect files of one format. */
    private void checkFormat(Format format, ExistingOutput existing, @Nullable String output) {
      existing
          .ofOtherFormat(format)
          .ifPresent(
              file ->
                  faults.add(
                      String.format(
                          Locale.ROOT,
                          "--format: %s has files of another format, such as %s, which stay beside"
                              + " the new ones: give --format=%s; or compute everything again"
                              + " with --overwrite, without --resume, --from and --to",
                          output,
                          file,
                          (format == Format.JSON ? Format.PARQUET : Format.JSON)
                              .name()
                              .toLowerCase(Locale.ROOT))));
    }
  }

  /** The folder that lines are written to: the output, or where a batch run stages its results. */
  OutputFolder target() {
    return staged == null ? output : staged.folder();
  }

  /**
   * Returns the same plan with what is in the output now.
   *
   * @throws UsageException if another run has written there in the meantime
   */
  RunPlan lookingAgain(PipelineOptions options) throws UsageException, IOException {
    ExistingOutput now = existing.again();
    boolean overwrite = options.as(OutputOptions.class).isOverwrite();
    if (existing.isEmpty() && !now.isEmpty() && !overwrite && !StreamPlan.goesOn(stream, options)) {
      throw new UsageException(
          "--output: another run has just written to "
              + output.root()
              + "; --overwrite replaces it");
    }
    return new RunPlan(
        definition,
        files,
        replay,
        grouping,
        output,
        now,
        format,
        codec,
        filesPerPartition,
        allowEmpty,
        staged,
        stream,
        backfill,
        delivery);
  }

  /** The folders that a stream writes to. */
  List<OutputFolder> streamed() {
    OutputFolder archive = archive();
    return archive == null ? List.of(output) : List.of(output, archive);
  }

  /** The folder that keeps the raw records; null without an archive. */
  @Nullable OutputFolder archive() {
    return stream == null ? null : stream.archive();
  }

  /** Describes to the user what is wrong with a file that the message names. */
  public static String describe(IOException e) {
    return S3Faults.describe(e).orElseGet(() -> FileFaults.describe(e));
  }

  /**
   * Describes to the user what is wrong with a file. The description names the file if it is
   * another one than the message names.
   *
   * @param named the file or folder that the message names; empty if it names none
   */
  public static String describe(String named, IOException e) {
    return S3Faults.describe(e).orElseGet(() -> FileFaults.describe(named, e));
  }
}
