package dev.sessionbeam.deploy;

import java.io.IOException;
import java.util.List;

/**
 * A stage as the working copy describes it, and what is known of it where it runs. Only one process
 * at a time has a stage open.
 */
public interface Stage extends AutoCloseable {
  /** What the stage is, for a person, such as {@code local: Flink on this machine}. */
  String title();

  /** Where a person sees the job, such as the address of Flink's web page. */
  String address() throws IOException;

  /** Returns the numbers of all versions that can be started, ascending. */
  List<Integer> versions() throws IOException;

  /**
   * Returns how the working copy differs from a version, a line each; empty if it does not.
   *
   * @param version 0 for no version at all
   */
  List<String> changes(int version) throws IOException;

  /** Keeps the working copy as a version, and returns its number. */
  int keep() throws IOException;

  /** What a removal that deletes data deletes. */
  StageData data() throws IOException;

  Platform platform();

  Journal journal();

  @Override
  void close() throws IOException;
}
