package dev.sessionbeam.run;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sessionbeam.cluster.FlinkAddress;
import dev.sessionbeam.cluster.FlinkRest;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.runners.flink.FlinkRunner;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.flink.api.common.JobID;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.jspecify.annotations.Nullable;

/** Checks and sets the options of a run whose job is submitted to a Flink cluster. */
final class FlinkCluster {
  /** The parallelism of Beam's options if none was given; Flink would use one slot. */
  private static final int UNSET = -1;

  private FlinkCluster() {}

  /** Whether the job of the run is one of a Flink cluster: of any, or of its own. */
  static boolean isUsed(PipelineOptions options) {
    return options.getRunner() == FlinkRunner.class
        && (isAddress(flink(options).getFlinkMaster())
            || ApplicationCluster.of(options).isPresent());
  }

  /**
   * Whether a value of {@code --flinkMaster} is the address of a cluster. Beam's own modes are
   * written in brackets.
   */
  static boolean isAddress(String flinkMaster) {
    return !flinkMaster.startsWith("[");
  }

  /** Whether the run resumes from a savepoint or checkpoint of the cluster. */
  static boolean goesOn(PipelineOptions options) {
    return isUsed(options) && flink(options).getSavepointPath() != null;
  }

  private static FlinkPipelineOptions flink(PipelineOptions options) {
    return options.as(FlinkPipelineOptions.class);
  }

  /** How a run on its cluster names what it resumes from. */
  static String savepointFlag(PipelineOptions options) {
    return ApplicationCluster.of(options).isPresent()
        ? ApplicationFlags.SAVEPOINT + " in Flink's configuration"
        : "--savepointPath=PATH";
  }

  /** Makes local paths absolute, because the cluster's processes run in other folders. */
  static void resolvePaths(PipelineOptions options) {
    if (!isUsed(options)) {
      return;
    }
    InputOptions input = options.as(InputOptions.class);
    if (input.getInput() != null) {
      input.setInput(input.getInput().stream().map(FlinkCluster::absolute).toList());
    }
    OutputOptions output = options.as(OutputOptions.class);
    if (output.getOutput() != null) {
      output.setOutput(absolute(output.getOutput()));
    }
    StreamOptions stream = options.as(StreamOptions.class);
    if (stream.getArchive() != null) {
      stream.setArchive(absolute(stream.getArchive()));
    }
    DeliverOptions deliver = options.as(DeliverOptions.class);
    if (deliver.getRoutes() != null) {
      deliver.setRoutes(absolute(deliver.getRoutes()));
    }
  }

  /** Returns a local path as an absolute one, and any other as it is. */
  static String absolute(String path) {
    return path.contains("://") ? path : Path.of(path).toAbsolutePath().normalize().toString();
  }

  /** Adds to the faults what is wrong with the address, and flags that a cluster does not use. */
  static void check(PipelineOptions options, List<String> faults) {
    FlinkPipelineOptions flink = flink(options);
    if (!isUsed(options)) {
      if (options.getRunner() == FlinkRunner.class && flink.getSavepointPath() != null) {
        faults.add(
            "--savepointPath is for a cluster (--flinkMaster=HOST:PORT); Flink inside this process"
                + " resumes with --checkpoints and --resume");
      }
      if (options.getRunner() == FlinkRunner.class
          && flink.getFlinkMaster().equals(ApplicationCluster.FLINK_MASTER)) {
        faults.add(
            "--flinkMaster="
                + ApplicationCluster.FLINK_MASTER
                + " is what a cluster uses that runs the class FlinkApplication: give HOST:PORT of a"
                + " cluster, or leave it out to use Flink inside this process");
      }
      return;
    }
    Optional<ApplicationCluster> application = ApplicationCluster.of(options);
    if (application.isPresent()) {
      ApplicationFlags.check(options, application.get(), faults);
    } else if (!flink.getAttachedMode() && !flink.isStreaming()) {
      faults.add(
          "--attachedMode=false is for --streaming: at the end of a batch run, this process must"
              + " put the results in their places");
    }
    if (flink.getMaxParallelism() > 0 && flink.getParallelism() > flink.getMaxParallelism()) {
      faults.add("--parallelism must not be above --maxParallelism=" + flink.getMaxParallelism());
    }
    if (application.isPresent()) {
      return;
    }
    URI address;
    try {
      address = address(options);
    } catch (IllegalArgumentException e) {
      faults.add("--flinkMaster: '" + flink.getFlinkMaster() + "' is not an address: HOST:PORT");
      return;
    }
    checkVersion(address, faults);
  }

  private static void checkVersion(URI address, List<String> faults) {
    String version;
    try {
      version = new FlinkRest(address).get("/config").path("flink-version").asText();
    } catch (IOException e) {
      faults.add("--flinkMaster: no Flink cluster found: " + e.getMessage());
      return;
    }
    String ours = EnvironmentInformation.getVersion();
    if (version.isEmpty()) {
      faults.add("--flinkMaster: the server at " + address + " is not a Flink cluster");
    } else if (!line(version).equals(line(ours))) {
      faults.add(
          String.format(
              Locale.ROOT,
              "--flinkMaster: the cluster at %s is Flink %s; this program is built for Flink %s",
              address,
              version,
              line(ours)));
    }
  }

  /** What must be the same on both sides: {@code 1.19} of the version {@code 1.19.3}. */
  private static String line(String version) {
    String[] numbers = version.split("\\.", 3);
    return numbers.length < 2 ? version : numbers[0] + "." + numbers[1];
  }

  /**
   * The root of the cluster's REST API.
   *
   * @throws IllegalArgumentException if {@code --flinkMaster} is not an address
   */
  static URI address(PipelineOptions options) {
    return FlinkAddress.of(flink(options).getFlinkMaster());
  }

  /**
   * Sets the options that the job needs. {@code --parallelism}, {@code --filesToStage} and {@code
   * --flinkConfDir} stay as the user gave them.
   *
   * @return the job's id
   */
  static String setUp(PipelineOptions options) throws UsageException, IOException {
    FlinkPipelineOptions flink = flink(options);
    if (flink.getParallelism() == UNSET) {
      flink.setParallelism(freeSlots(options));
    }
    String savepoint = flink.getSavepointPath();
    if (savepoint != null && options.as(StreamOptions.class).getReadAgainFrom() != null) {
      flink.setSavepointPath(CheckpointWithoutSource.of(savepoint));
    }
    if (flink.getFilesToStage() == null && jar() != null) {
      flink.setFilesToStage(jars());
    }
    String job = new JobID().toHexString();
    flink.setFlinkConfDir(settings(flink, job).toString());
    return job;
  }

  private static int freeSlots(PipelineOptions options) throws UsageException, IOException {
    JsonNode overview = new FlinkRest(address(options)).get("/overview");
    int free = overview.path("slots-available").asInt();
    int most = flink(options).getMaxParallelism();
    if (free == 0) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--flinkMaster: the cluster has no free task slot (of %d); --parallelism=N waits for N",
              overview.path("slots-total").asInt()));
    }
    return most > 0 ? Math.min(free, most) : free;
  }

  /** The jar that this program runs from; null if its classes are in folders, as in a test. */
  private static @Nullable String jar() {
    Path code =
        Path.of(
            URI.create(
                FlinkCluster.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toExternalForm()));
    return Files.isRegularFile(code) ? code.toString() : null;
  }

  /** That jar, and further ones on the class path, such as those of connectors. */
  private static List<String> jars() {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .map(entry -> Path.of(entry).toAbsolutePath())
        .filter(Files::isRegularFile)
        .map(Path::toString)
        .distinct()
        .toList();
  }

  /** Writes Flink's settings for this process to a folder; those of the job are sent with it. */
  private static Path settings(FlinkPipelineOptions flink, String job) throws IOException {
    Map<String, String> settings = new LinkedHashMap<>();
    // A JobManager that dies is restarted within minutes, and the job with it.
    settings.put("rest.retry.max-attempts", "100");
    if (!flink.isStreaming()) {
      // The cluster's own strategy is for streams: it may restart a job without end.
      settings.put("restart-strategy.type", "fixed-delay");
      settings.put("restart-strategy.fixed-delay.attempts", "3");
      settings.put("restart-strategy.fixed-delay.delay", "1 s");
    }
    if (flink.getFlinkConfDir() != null) {
      settings.putAll(GlobalConfiguration.loadConfiguration(flink.getFlinkConfDir()).toMap());
    }
    // Chosen in advance, so that the user can find the job whatever happens to this process.
    settings.put("$internal.pipeline.job-id", job);
    Path folder = ProcessTempFolder.make("flink");
    Files.writeString(
        folder.resolve("flink-conf.yaml"),
        settings.entrySet().stream()
            .map(setting -> setting.getKey() + ": " + setting.getValue() + "\n")
            .collect(Collectors.joining()));
    return folder;
  }
}
