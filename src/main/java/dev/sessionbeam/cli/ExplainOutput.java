package dev.sessionbeam.cli;

import dev.sessionbeam.definition.Definition;
import dev.sessionbeam.explain.Colours;
import dev.sessionbeam.explain.OutputReport;
import dev.sessionbeam.explain.WrittenMachine;
import dev.sessionbeam.io.FileFaults;
import dev.sessionbeam.io.s3.S3Access;
import dev.sessionbeam.io.s3.S3ClientFactory;
import dev.sessionbeam.io.s3.S3Location;
import dev.sessionbeam.io.s3.S3StorageOptions;
import dev.sessionbeam.publish.OutputFolder;
import dev.sessionbeam.run.PathFlags;
import dev.sessionbeam.run.UsageException;
import dev.sessionbeam.settle.StoredSession;
import dev.sessionbeam.settle.StoredSessions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of {@code explain} that explains the sessions of a finished output. */
final class ExplainOutput {
  @Option(
      names = "--output",
      paramLabel = "FOLDER",
      description =
          "Explains the sessions in this output of a run, and no records; needs --machine or"
              + " --session. All of sessions/ is read.")
  private @Nullable String output;

  @Option(
      names = "--machine",
      paramLabel = "ID",
      description = "With --output: the machine whose sessions are explained.")
  private @Nullable String machine;

  @Option(
      names = "--session",
      paramLabel = "ID",
      description = "With --output: the session that is explained.")
  private @Nullable String session;

  @Option(
      names = "--awsRegion",
      paramLabel = "REGION",
      description = "With --output on S3: its region. Default: the usual sources of AWS.")
  private @Nullable String region;

  @Option(
      names = "--s3Endpoint",
      paramLabel = "URL",
      description = "With --output on S3: a server in place of AWS.")
  private @Nullable String endpoint;

  boolean isGiven() {
    return Stream.of(output, machine, session, region, endpoint).anyMatch(Objects::nonNull);
  }

  /** Adds what is wrong with the flags. */
  void check(List<String> faults) {
    if (output == null) {
      faults.add(
          "--machine, --session, --awsRegion and --s3Endpoint are for --output: give the output of a"
              + " run too");
      return;
    }
    if ((machine == null) == (session == null)) {
      faults.add("--output: give --machine=ID or --session=ID, and not both");
    }
    String fault = PathFlags.faultOnDiskOrS3("--output", output).orElse(null);
    if (fault != null) {
      faults.add(fault);
    } else if (S3Location.isS3(output)) {
      S3Access.faults(useS3(), List.of(output), List.of())
          .forEach(text -> faults.add(text.replaceFirst("^--input:", "--output:")));
    } else if (region != null || endpoint != null) {
      faults.add("--awsRegion and --s3Endpoint are for an --output on S3");
    } else if (!Files.isDirectory(Path.of(output))) {
      faults.add("--output: " + output + " is not a folder: give the --output of a run");
    }
  }

  /** Makes S3 readable by these flags. */
  private PipelineOptions useS3() {
    List<String> flags = new ArrayList<>();
    flags.add("--s3ClientFactoryClass=" + S3ClientFactory.class.getName());
    if (region != null) {
      flags.add("--awsRegion=" + region);
    }
    if (endpoint != null) {
      flags.add("--s3Endpoint=" + endpoint);
    }
    PipelineOptions options =
        PipelineOptionsFactory.fromArgs(flags.toArray(String[]::new)).as(S3StorageOptions.class);
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  /**
   * Prints the sessions.
   *
   * @throws UsageException if the output cannot be read, or does not have what is asked for
   */
  void explain(Definition definition, boolean json, Colours colours, PrintWriter out)
      throws UsageException {
    String folder = String.valueOf(output);
    try {
      StoredSessions sessions = StoredSessions.in(OutputFolder.of(folder), definition);
      String name = machine == null ? machineOf(String.valueOf(session), sessions) : machine;
      List<StoredSession> lines = sessions.matching(line -> line.machine().equals(name));
      if (lines.isEmpty()) {
        throw none("machine " + name, sessions);
      }
      WrittenMachine written =
          WrittenMachine.of(
              name, lines, sessions.replacedBySettledDays(), definition.session().gap());
      OutputReport report = new OutputReport(definition, colours);
      if (json) {
        report.printJson(written, session, out);
      } else {
        report.print(written, session, out);
      }
      out.flush();
    } catch (IOException e) {
      throw new UsageException("--output: " + FileFaults.describe(folder, e));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--output: " + e.getMessage());
    }
  }

  private String machineOf(String id, StoredSessions sessions) throws IOException, UsageException {
    List<StoredSession> lines = sessions.matching(line -> line.id().equals(id));
    if (lines.isEmpty()) {
      throw none("session " + id, sessions);
    }
    return lines.get(0).machine();
  }

  private UsageException none(String what, StoredSessions sessions) {
    return new UsageException(
        "--output: "
            + output
            + " has no line of the "
            + what
            + ": it has "
            + sessions.files()
            + " files of sessions. Check the id, or look for rejected records in invalid/");
  }
}
