package dev.sessionbeam.run;

import dev.sessionbeam.io.s3.S3ClientFactory;
import dev.sessionbeam.io.s3.S3StorageOptions;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.beam.runners.flink.FlinkPipelineOptions;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns flags into Beam's options: first what the runner needs, then the options file, then the
 * flags of the command line. The last value of a flag counts.
 */
public final class RunArguments {
  private static final String REGION = "awsRegion";

  /** Stands for the region where nothing asks for it. Destinations have regions of their own. */
  private static final String ANY_REGION = "us-east-1";

  private static final String DEFAULT_RUNNER = "FlinkRunner";

  private static final Map<String, String> RUNNER_FOLDERS =
      Map.of("FlinkRunner", "flink-local", "DirectRunner", "direct");

  /**
   * The size of the buffer, in bytes, that each open file on S3 needs. Beam's writers have up to 20
   * files open in each slot. With Beam's default of 64 MiB, they would need more than a gigabyte.
   */
  private static final int S3_PART_BYTES = 8 << 20;

  private static final String CLUSTER_FOLDER = "flink-cluster";

  private RunArguments() {}

  /**
   * Turns flags into Beam's options.
   *
   * @param flags the value of each flag, by its name without the dashes
   * @param file an options file in YAML, or null
   * @throws UsageException if a flag or a line of the file is not valid
   */
  public static PipelineOptions options(Map<String, String> flags, @Nullable Path file)
      throws UsageException, IOException {
    return options(flags, file, Map.of());
  }

  /**
   * Turns flags of a run on the cluster that has called this program into Beam's options.
   *
   * @param flags the value of each flag, by its name without the dashes
   * @param file an options file in YAML, or null
   * @throws UsageException if a flag or a line of the file is not valid
   */
  public static PipelineOptions ofApplication(
      Map<String, String> flags, @Nullable Path file, ApplicationCluster cluster)
      throws UsageException, IOException {
    PipelineOptions options = options(flags, file, ApplicationFlags.fixed());
    options.as(ApplicationOption.class).setApplicationCluster(cluster);
    FlinkPipelineOptions flink = options.as(FlinkPipelineOptions.class);
    // Beam would look for it in the configuration, too, but the checks need it before.
    flink.setSavepointPath(cluster.savepoint());
    if (flink.getParallelism() <= 0) {
      flink.setParallelism(cluster.parallelism());
    }
    return options;
  }

  /**
   * Turns flags into options.
   *
   * @param fixed flags that count whatever was given; empty outside of an application
   */
  private static PipelineOptions options(
      Map<String, String> flags, @Nullable Path file, Map<String, String> fixed)
      throws UsageException, IOException {
    Map<String, String> given = new LinkedHashMap<>();
    if (file != null) {
      given.putAll(OptionsFile.read(file));
    }
    given.putAll(flags);
    List<String> faults = new ArrayList<>();
    dropEmpty(given, faults);
    Map<String, String> chosen = new LinkedHashMap<>(given);
    chosen.putAll(fixed);
    Map<String, String> all = new LinkedHashMap<>(ofRunner(chosen));
    all.putAll(ofS3(given));
    all.putAll(chosen);
    if (!all.containsKey("stream")
        && all.values().stream().noneMatch(value -> value.contains("s3://"))) {
      // Beam asks AWS for a region at its start. Outside AWS, that is a search on the network for
      // nothing.
      all.putIfAbsent(REGION, ANY_REGION);
      // The process of an application is that of its cluster, which may need it.
      if (!all.containsKey("routes") && fixed.isEmpty()) {
        System.setProperty("aws.disableEc2Metadata", "true");
      }
    }
    PipelineOptions options = parse(all, faults);
    options.as(GivenFlags.class).setGivenFlags(given);
    return options;
  }

  /**
   * Turns flags of {@code settle} into Beam's options.
   *
   * @param flags the value of each flag, by its name without the dashes
   * @param file an options file in YAML, or null
   * @throws UsageException if a flag or a line of the file is not valid, or is for {@code run}
   */
  public static PipelineOptions ofSettle(Map<String, String> flags, @Nullable Path file)
      throws UsageException, IOException {
    return ofOther("settle", "output", flags, file);
  }

  /**
   * Turns flags of {@code report} into Beam's options.
   *
   * @param flags the value of each flag, by its name without the dashes
   * @param file an options file in YAML, or null
   * @throws UsageException if a flag or a line of the file is not valid, or is for {@code run}
   */
  public static PipelineOptions ofReport(Map<String, String> flags, @Nullable Path file)
      throws UsageException, IOException {
    return ofOther("report", "input", flags, file);
  }

  /**
   * Turns flags of another command than {@code run}, which shares one flag with it, into options.
   */
  private static PipelineOptions ofOther(
      String command, String shared, Map<String, String> flags, @Nullable Path file)
      throws UsageException, IOException {
    PipelineOptions options = options(flags, file);
    Map<String, String> given =
        Objects.requireNonNullElse(options.as(GivenFlags.class).getGivenFlags(), Map.of());
    List<String> faults =
        given.keySet().stream()
            .filter(flag -> FlagModes.MODES.containsKey(flag) && !FlagModes.FOR_S3.contains(flag))
            .filter(flag -> !flag.equals(shared))
            .map(flag -> "--" + flag + " is for run: " + command + " has no such flag")
            .toList();
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
    return options;
  }

  /** The fault of a flag without a value. */
  static String empty(String flag) {
    String fix = flag.startsWith("--") ? ": write " + flag + "=VALUE, or leave it out" : "";
    return flag + " is empty" + fix;
  }

  /** What Beam's S3 file system needs in addition. */
  private static Map<String, String> ofS3(Map<String, String> given) {
    Map<String, String> flags = new LinkedHashMap<>();
    flags.put("s3ClientFactoryClass", S3ClientFactory.class.getName());
    flags.put("s3UploadBufferSizeBytes", String.valueOf(S3_PART_BYTES));
    if (given.containsKey("SSEKMSKeyId")) {
      flags.put("SSEAlgorithm", "aws:kms");
    }
    return flags;
  }

  /**
   * The options that this program brings for the runner; none for a runner that it has none for.
   */
  private static Map<String, String> ofRunner(Map<String, String> given)
      throws UsageException, IOException {
    String runner = given.getOrDefault("runner", DEFAULT_RUNNER);
    String master = given.get("flinkMaster");
    boolean cluster =
        master != null
            && (FlinkCluster.isAddress(master) || master.equals(ApplicationCluster.FLINK_MASTER));
    String folder =
        cluster && runner.equals(DEFAULT_RUNNER) ? CLUSTER_FOLDER : RUNNER_FOLDERS.get(runner);
    if (folder == null) {
      return Map.of();
    }
    Map<String, String> flags = new LinkedHashMap<>(builtIn(folder + "/options.yaml"));
    if ("true".equals(given.get("streaming"))) {
      flags.putAll(builtIn(folder + "/streaming.yaml"));
    }
    return flags;
  }

  private static Map<String, String> builtIn(String name) throws UsageException, IOException {
    try (InputStream in = RunArguments.class.getResourceAsStream("/runners/" + name)) {
      return in == null
          ? Map.of()
          : OptionsFile.read(new String(in.readAllBytes(), StandardCharsets.UTF_8), name);
    }
  }

  private static PipelineOptions parse(Map<String, String> flags, List<String> faults)
      throws UsageException {
    PipelineOptionsFactory.register(InputOptions.class);
    PipelineOptionsFactory.register(OutputOptions.class);
    PipelineOptionsFactory.register(StreamOptions.class);
    PipelineOptionsFactory.register(DeliverOptions.class);
    PipelineOptionsFactory.register(S3StorageOptions.class);
    try {
      if (faults.isEmpty()) {
        return create(flags);
      }
    } catch (RuntimeException e) {
      // Beam stops at the first fault, and does not always name the flag; the user should see all.
    }
    for (Map.Entry<String, String> flag : flags.entrySet()) {
      try {
        var unused = create(alone(flag));
      } catch (RuntimeException e) {
        faults.add(FlagFault.of(flag.getKey(), flag.getValue(), e));
      }
    }
    if (faults.isEmpty()) {
      // Each flag is right, but not all of them together.
      try {
        return create(flags);
      } catch (RuntimeException e) {
        faults.add(FlagFault.reason(e));
      }
    }
    throw new UsageException(faults);
  }

  /** Also makes the file systems, because some of their flags are read only then. */
  private static PipelineOptions create(Map<String, String> flags) {
    Map<String, String> others = new LinkedHashMap<>(flags);
    // Beam would also split it at commas that belong to names.
    String input = others.remove("input");
    PipelineOptions options = PipelineOptionsFactory.fromArgs(arguments(others)).create();
    if (input != null) {
      options.as(InputOptions.class).setInput(InputNames.split(input));
    }
    FileSystems.setDefaultPipelineOptions(options);
    return options;
  }

  private static Map<String, String> alone(Map.Entry<String, String> flag) {
    Map<String, String> flags = new LinkedHashMap<>(ofS3(Map.of()));
    flags.put(REGION, ANY_REGION);
    flags.put(flag.getKey(), flag.getValue());
    return flags;
  }

  /** Takes out the flags without a name or a value; Beam fails with them in many ways. */
  private static void dropEmpty(Map<String, String> flags, List<String> faults) {
    flags
        .entrySet()
        .removeIf(
            flag -> {
              String name = flag.getKey();
              if (name.isBlank()) {
                faults.add(
                    "'--" + name + "=" + flag.getValue() + "' is not a flag: it has no name");
              } else if (flag.getValue().isBlank()) {
                faults.add(empty("--" + name));
              } else {
                return false;
              }
              return true;
            });
  }

  private static String[] arguments(Map<String, String> flags) {
    return flags.entrySet().stream()
        .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
        .toArray(String[]::new);
  }
}
