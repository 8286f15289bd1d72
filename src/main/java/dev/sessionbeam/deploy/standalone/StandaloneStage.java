package dev.sessionbeam.deploy.standalone;

import dev.sessionbeam.deploy.ClusterAccess;
import dev.sessionbeam.deploy.FileJournal;
import dev.sessionbeam.deploy.Journal;
import dev.sessionbeam.deploy.Platform;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.StageData;
import dev.sessionbeam.deploy.StageNote;
import dev.sessionbeam.run.StageOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A stage that runs on this machine, in a folder of its own. */
public final class StandaloneStage implements Stage {
  private final String name;
  private final StageOptions options;
  private final Candidate candidate;
  private final VersionStore versions;
  private final FileJournal journal;
  private final ScriptCluster cluster;

  private StandaloneStage(
      String name,
      StageOptions options,
      Candidate candidate,
      VersionStore versions,
      FileJournal journal,
      ScriptCluster cluster) {
    this.name = name;
    this.options = options;
    this.candidate = candidate;
    this.versions = versions;
    this.journal = journal;
    this.cluster = cluster;
  }

  /**
   * Opens a stage.
   *
   * @param options what the working copy has for the stage
   * @param jar the program that a version of the working copy runs
   * @param folder where versions, notes, logs and state are
   * @param script {@code runners/flink-cluster/cluster}
   * @throws IOException with a message for the user if another process has it open
   */
  public static StandaloneStage open(
      String name, StageOptions options, Path jar, Path folder, Path script) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    return new StandaloneStage(
        name,
        options,
        candidate(options, jar),
        new VersionStore(absolute.resolve("versions")),
        FileJournal.open(absolute),
        new ScriptCluster(script.toAbsolutePath(), absolute.resolve("cluster"), Map.of()));
  }

  /**
   * Returns the way to the cluster of a stage. Other commands may change the stage meanwhile.
   *
   * @param folder where versions, notes, logs and state are
   * @param script {@code runners/flink-cluster/cluster}
   * @throws IOException with a message for the user if nothing runs
   */
  public static ClusterAccess access(Path folder, Path script) throws IOException {
    Path absolute = folder.toAbsolutePath().normalize();
    StageNote note = FileJournal.look(absolute);
    if (note.running() == null && !note.isUnfinished()) {
      throw new IOException("the stage runs nothing: put it up with deploy");
    }
    URI address =
        new ScriptCluster(script.toAbsolutePath(), absolute.resolve("cluster"), Map.of()).address();
    return () -> address;
  }

  private static Candidate candidate(StageOptions options, Path jar) {
    Map<String, Path> files = new HashMap<>();
    files.put(ScriptCluster.JAR, jar);
    files.put(ScriptCluster.DEFINITION, options.definition());
    Path routes = options.routes();
    if (routes != null) {
      files.put(ScriptCluster.ROUTES, routes);
    }
    List<String> flags =
        options.flags().entrySet().stream()
            .map(flag -> "--" + flag.getKey() + "=" + flag.getValue())
            .toList();
    return new Candidate(files, flags);
  }

  @Override
  public String title() {
    return name + ", Flink in application mode on this machine";
  }

  @Override
  public String address() throws IOException {
    return cluster.address().toString();
  }

  @Override
  public List<Integer> versions() throws IOException {
    return versions.numbers();
  }

  @Override
  public List<String> changes(int version) throws IOException {
    return candidate.changes(versions.folder(version));
  }

  @Override
  public int keep() throws IOException {
    return versions.add(candidate);
  }

  @Override
  public StageData data() throws IOException {
    Map<String, Path> needed = DataFolders.inputs(options.inputs());
    candidate.files().values().forEach(file -> needed.put("the file " + file, file));
    needed.put("the folder in which this runs", Path.of(""));
    needed.put("your home folder", Path.of(System.getProperty("user.home", "")));
    needed.put("the folder of the versions", versions.root());
    return DataFolders.of(options.flags(), cluster.folders().all(), needed);
  }

  @Override
  public Platform platform() {
    return new StandalonePlatform(cluster, versions);
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public void close() throws IOException {
    journal.close();
  }
}
