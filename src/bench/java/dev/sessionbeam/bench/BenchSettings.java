package dev.sessionbeam.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What {@code make bench} was asked for.
 *
 * @param rounds the rounds that count; 0 only checks that everything works
 * @param events the number of events of the smaller input
 * @param more the number of events of the larger input
 * @param machines the number of machines of the smaller input; a larger input has more machines, in
 *     proportion
 * @param only the keys of the programs to run; all if empty
 * @param home target/bench
 * @param scratch an absolute folder that is emptied before each run
 */
record BenchSettings(
    int rounds,
    long events,
    long more,
    long machines,
    long seed,
    List<String> only,
    Path home,
    Path scratch) {
  /** The file for the output of a program. */
  Path log(String program) {
    return home.resolve("logs").resolve(program + ".log");
  }

  /**
   * Returns simulated events: the smaller input, or a multiple of it with as many more machines.
   */
  Input input(long number) throws IOException, InterruptedException {
    return input(number, Math.max(1, machines * number / events));
  }

  /** Returns simulated events of some machines. */
  Input input(long number, long ofMachines) throws IOException, InterruptedException {
    Path folder = home.resolve("events-" + number + "-" + ofMachines + "-" + seed);
    return Input.simulated(folder, number, ofMachines, seed);
  }
}
