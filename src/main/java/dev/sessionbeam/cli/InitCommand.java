package dev.sessionbeam.cli;

import dev.sessionbeam.draft.DraftedDefinition;
import dev.sessionbeam.draft.Sample;
import dev.sessionbeam.event.RawRecord;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sessionbeam init}: drafts a definition from a sample of records. */
@Command(
    name = "init",
    description = "Drafts a definition from a sample of records.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "It looks at the first 10,000 records, at most 64 MiB. What the sample does not tell stands as"
          + " a QUESTION in the draft, which is not valid before it is answered. See docs/init.md.",
      "",
      "Exit status: 0 done, also if there are questions; 2 wrong usage, or a sample that cannot be"
          + " read."
    })
final class InitCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "SAMPLE",
      description = "A file of records, as run reads it; - is the standard input.")
  private String sample = "-";

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Where to write the draft, such as my.yaml. Default: the standard output.")
  private @Nullable String output;

  @Option(names = "--overwrite", description = "Replaces the file of --output if it exists.")
  private boolean overwrite;

  @Spec private CommandSpec spec;

  private final InputStream standardInput;

  InitCommand(InputStream standardInput) {
    this.standardInput = standardInput;
  }

  @Override
  public Integer call() throws UsageException {
    check();
    ExplainInput.use(sample, standardInput, false, this::draft);
    return ExitCode.OK;
  }

  private void draft(ExplainInput input) throws UsageException {
    List<RawRecord> records = new ArrayList<>();
    boolean hasMore = input.first(Sample.MOST_RECORDS, Sample.MOST_BYTES, records);
    Sample read = new Sample(fileName(input.name()), records, hasMore);
    if (!read.hasObjects()) {
      throw new UsageException(
          input.name()
              + (records.isEmpty() ? " has no records" : " has no record that is a JSON object")
              + ": give a file of JSON, one event on each line");
    }
    DraftedDefinition draft = DraftedDefinition.of(definitionName(), read);
    if (output == null) {
      PrintWriter out = spec.commandLine().getOut();
      out.print(draft.yaml());
      out.flush();
      report(draft, "The draft", spec.commandLine().getErr());
    } else {
      write(draft, output);
      report(draft, output, spec.commandLine().getOut());
    }
  }

  private void check() throws UsageException {
    List<String> faults = new ArrayList<>();
    if (!sample.equals("-")) {
      PathFlags.fault("SAMPLE", sample).ifPresent(faults::add);
    }
    if (output != null) {
      PathFlags.fault("--output", output).ifPresent(faults::add);
    }
    if (overwrite && output == null) {
      faults.add("--overwrite has no meaning without --output: remove it");
    }
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
  }

  private void write(DraftedDefinition draft, String file) throws UsageException {
    OpenOption[] options =
        overwrite
            ? new OpenOption[] {
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE
            }
            : new OpenOption[] {StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE};
    try {
      Files.write(Path.of(file), draft.yaml().getBytes(StandardCharsets.UTF_8), options);
    } catch (FileAlreadyExistsException e) {
      throw new UsageException(
          "--output: " + file + " exists: choose another name, or add --overwrite");
    } catch (IOException e) {
      throw new UsageException("cannot write " + file + ": " + FileFaults.describe(file, e));
    }
  }

  private void report(DraftedDefinition draft, String name, PrintWriter out) {
    if (draft.questions() > 0) {
      out.println(name + " has " + count(draft.questions()) + ". validate says:");
      draft.faults().forEach(fault -> out.println("  " + fault));
    } else if (draft.faults().isEmpty()) {
      out.println(name + " is valid.");
    } else {
      out.println(name + " is not valid yet. validate says:");
      draft.faults().forEach(fault -> out.println("  " + fault));
    }
    if (!draft.run().isEmpty()) {
      out.println(
          draft.questions() > 0
              ? "With the first answer to each question, the sample gives:"
              : "The sample gives:");
      draft.run().forEach(line -> out.println("  " + line));
    }
    out.flush();
  }

  private static String count(int questions) {
    return questions == 1 ? "1 question" : questions + " questions";
  }

  private static String fileName(String name) {
    Path file = Path.of(name).getFileName();
    return file == null ? name : file.toString();
  }

  /** The name of a file without its suffixes, as a definition may have it. */
  private String definitionName() {
    String file = output != null ? output : sample;
    String name = fileName(file).replaceFirst("(?<=.)[.].*", "").replaceAll("[^A-Za-z0-9_-]", "-");
    return name.isEmpty() || name.equals("-") ? "events" : name;
  }
}
