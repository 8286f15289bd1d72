package dev.sessionbeam.deploy.kubernetes;

import dev.sessionbeam.deploy.ClusterAccess;
import dev.sessionbeam.deploy.Journal;
import dev.sessionbeam.deploy.Pauses;
import dev.sessionbeam.deploy.Platform;
import dev.sessionbeam.deploy.Stage;
import dev.sessionbeam.deploy.StageData;
import dev.sessionbeam.run.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A stage that runs on Kubernetes, in a namespace of its own. */
public final class OperatorStage implements Stage {
  private static final Duration STOP = Duration.ofMinutes(10);
  private static final Duration BETWEEN_QUESTIONS = Duration.ofSeconds(2);
  private static final int REST_PORT = 8081;

  private final WorkingCopy copy;
  private final Tools tools;
  private final Kubectl kubectl;
  private final VersionMaps versions;
  private final ConfigMapJournal journal;
  private final Renewal renewal;

  private OperatorStage(
      WorkingCopy copy, Tools tools, Kubectl kubectl, ConfigMapJournal journal, Renewal renewal) {
    this.copy = copy;
    this.tools = tools;
    this.kubectl = kubectl;
    this.versions = new VersionMaps(kubectl, copy.stage().names().name());
    this.journal = journal;
    this.renewal = renewal;
  }

  /**
   * Opens a stage, after all checks.
   *
   * @param home the folder of the project
   * @param name the name of the stage
   * @param looks whether it is only looked at: then other commands are not kept out
   * @throws UsageException with all that is missing or wrong
   * @throws IOException with a message for the user if another command changes the stage
   */
  public static OperatorStage open(Path home, String name, DefinitionCheck check, boolean looks)
      throws UsageException, IOException {
    return open(home, name, check, looks, ProcessTools.onPath());
  }

  static OperatorStage open(
      Path home, String name, DefinitionCheck check, boolean looks, Tools tools)
      throws UsageException, IOException {
    List<String> faults = new ArrayList<>();
    WorkingCopy copy = WorkingCopy.read(home, name, faults);
    StageChecks.all(copy, tools, check, faults);
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
    Kubectl kubectl = kubectl(copy, tools);
    String stage = copy.stage().names().name();
    ConfigMapJournal journal =
        looks
            ? ConfigMapJournal.look(kubectl, stage, Holder.name(), Clock.systemUTC())
            : ConfigMapJournal.open(kubectl, stage, Holder.name(), Clock.systemUTC());
    Renewal renewal = looks ? Renewal.NONE : Renewal.of(journal);
    OperatorStage opened = new OperatorStage(copy, tools, kubectl, journal, renewal);
    try {
      opened.requireOwnJob();
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /**
   * Returns what a dry run prints, whatever is missing: first all that is wrong, then all that
   * would be applied.
   *
   * @param faults gets all that is missing or wrong
   */
  public static List<String> preview(
      Path home, String name, DefinitionCheck check, List<String> faults) throws IOException {
    return preview(home, name, check, faults, ProcessTools.onPath());
  }

  static List<String> preview(
      Path home, String name, DefinitionCheck check, List<String> faults, Tools tools)
      throws IOException {
    WorkingCopy copy = WorkingCopy.read(home, name, faults);
    StageChecks.all(copy, tools, check, faults);
    return Preview.lines(copy, tools);
  }

  /**
   * Opens a way to the cluster of a stage, by kubectl. Other commands may change the stage
   * meanwhile.
   *
   * @throws UsageException with all that is missing or wrong
   * @throws IOException with a message for the user if there is no such cluster
   */
  public static ClusterAccess access(Path home, String name) throws UsageException, IOException {
    return access(home, name, ProcessTools.onPath());
  }

  static ClusterAccess access(Path home, String name, ProcessTools tools)
      throws UsageException, IOException {
    List<String> faults = new ArrayList<>();
    StageFile stage = WorkingCopy.read(home, name, faults).stage();
    ToolVersions.checkKubectl(tools, faults);
    if (!faults.isEmpty()) {
      throw new UsageException(faults);
    }
    return PortForward.open(
        tools, stage.namespace(), stage.context(), stage.names().service(), REST_PORT);
  }

  private static Kubectl kubectl(WorkingCopy copy, Tools tools) {
    return new Kubectl(tools, copy.stage().namespace(), copy.stage().context());
  }

  /** A job that somebody has started by hand would be ended without a savepoint. */
  private void requireOwnJob() throws IOException {
    if (journal.read().running() != null || journal.read().isUnfinished()) {
      return;
    }
    FlinkResources resources = new FlinkResources(kubectl, copy.stage().names().deployment());
    FlinkResource found = resources.find().orElse(null);
    if (found != null && !found.isSuspended() && !found.hasEnded()) {
      throw new IOException(
          "the FlinkDeployment "
              + resources.name()
              + " was not started by deploy, and runs. Suspend it with pipeline.state=suspended,"
              + " and give deploy its savepoint with --savepointPath: docs/deploy.md");
    }
  }

  @Override
  public String title() {
    String context;
    try {
      context = kubectl.context();
    } catch (IOException e) {
      context = "unknown";
    }
    return copy.stage().names().name()
        + ", Flink's operator in the namespace "
        + kubectl.namespace()
        + ", context "
        + context
        + " of kubectl";
  }

  @Override
  public String address() {
    return "kubectl --namespace="
        + kubectl.namespace()
        + " port-forward service/"
        + copy.stage().names().service()
        + " "
        + REST_PORT;
  }

  @Override
  public List<Integer> versions() throws IOException {
    return versions.numbers();
  }

  @Override
  public List<String> changes(int version) throws IOException {
    return copy.content().changesSince(versions.read(version).orElseGet(VersionContent::none));
  }

  /** The namespace and the stack: it may be gone although no version has changed. */
  @Override
  public void prepare() throws IOException {
    kubectl.createNamespace();
    StageNames names = copy.stage().names();
    Map<String, String> stack = copy.stage().stack();
    if (stack != null) {
      new Aws(tools, names.region())
          .deployStack(names.name(), copy.template(), Objects.requireNonNull(stack));
    }
  }

  @Override
  public int keep() throws IOException {
    return versions.add(copy.content());
  }

  private @Nullable StackData stackData() {
    StageNames names = copy.stage().names();
    Map<String, String> stack = copy.stage().stack();
    return stack == null
        ? null
        : new StackData(new Aws(tools, names.region()), names, copy.template(), stack);
  }

  @Override
  public StageData data() throws IOException {
    StackData data = stackData();
    String fault = null;
    if (data == null) {
      fault =
          copy.stage().file()
              + " has no section deploy.stack: whoever creates the resources on AWS deletes them";
    } else if (!data.exists()) {
      fault =
          "there is no stack "
              + copy.stage().names().name()
              + ". If it was deleted by hand, its data are still there: docs/aws.md lists them";
    }
    return new StageData(
        data == null ? List.of() : data.objects(),
        List.of("The versions of the stage stay, in the namespace " + kubectl.namespace() + "."),
        fault == null ? List.of() : List.of(fault));
  }

  @Override
  public Platform platform() {
    StageFile stage = copy.stage();
    StageNames names = stage.names();
    return new OperatorPlatform(
        kubectl,
        new Helm(tools, copy.chart(), names.name(), stage.namespace(), stage.context()),
        new JobStates(new Aws(tools, names.region()), names.bucket()),
        names,
        stackData(),
        STOP,
        Clock.systemUTC(),
        () -> Pauses.await(BETWEEN_QUESTIONS));
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public void close() throws IOException {
    renewal.close();
    journal.close();
  }
}
