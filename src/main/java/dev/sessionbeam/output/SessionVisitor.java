package dev.sessionbeam.output;

import dev.sessionbeam.session.RevisedSession;
import java.io.Serializable;
import java.util.function.Consumer;
import org.apache.beam.sdk.options.PipelineOptions;

/**
 * Gets each session in the step that formats its lines, and may write lines of its own. This is for
 * batch: there, a second step that gets the sessions costs Flink a copy of each of them.
 *
 * <p>Each instance of the step has a copy of its own, which one thread uses.
 */
public interface SessionVisitor extends Serializable {
  /** Is called before anything else. */
  void open(PipelineOptions options);

  /** Is called before the sessions of a bundle. */
  void startBundle();

  /**
   * Gets a session.
   *
   * @param lines takes lines to be written
   * @throws InterruptedException if the run is cancelled while this waits
   */
  void visit(RevisedSession session, Consumer<Lines> lines) throws InterruptedException;

  /**
   * Is called after the sessions of a bundle.
   *
   * @param lines takes lines to be written
   * @throws InterruptedException if the run is cancelled while this waits
   */
  void finishBundle(Consumer<Lines> lines) throws InterruptedException;

  /** Is called last, also if something has failed. */
  void close();
}
