package dev.sessionbeam.bench;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Divides the CPU time of the threads of a process among {@link Step}s: that of each thread by the
 * samples of the thread. Samples show Java code only, so other time in native code and in the
 * kernel is divided as the thread's time is that the samples show.
 */
final class StepCpu {
  /** The beginning of the names of the recorder's own threads, which are left out. */
  private static final String RECORDER = "JFR ";

  private final Map<Long, String> names = new HashMap<>();
  private final Map<Long, Map<Step, Double>> samples = new HashMap<>();

  /**
   * The CPU time of a thread.
   *
   * @param name its name, perhaps only the beginning
   * @param seconds user and system time
   */
  record ThreadTime(String name, double seconds) {}

  /**
   * Adds samples.
   *
   * @param thread the number that the system gives the thread
   * @param calls the names of the classes on the stack, the innermost call first
   * @param number how many samples, or parts of one
   */
  void add(long thread, String name, List<String> calls, double number) {
    names.put(thread, name);
    samples
        .computeIfAbsent(thread, any -> new EnumMap<>(Step.class))
        .merge(StepRules.ofCalls(calls), number, Double::sum);
  }

  /**
   * Returns the CPU seconds of each step that has any.
   *
   * @param threads the CPU time of each thread
   * @param all the CPU seconds of the process; what no thread accounts for goes to {@link
   *     Step#OTHER}
   */
  Map<Step, Double> divide(Map<Long, ThreadTime> threads, double all) {
    Map<Step, Double> steps = new EnumMap<>(Step.class);
    threads.forEach((thread, time) -> divide(thread, time, steps));
    double known = threads.values().stream().mapToDouble(ThreadTime::seconds).sum();
    if (all > known) {
      steps.merge(Step.OTHER, all - known, Double::sum);
    }
    return steps;
  }

  private void divide(long thread, ThreadTime time, Map<Step, Double> steps) {
    String name = names.getOrDefault(thread, time.name());
    if (name.startsWith(RECORDER)) {
      return;
    }
    Optional<Step> only = StepRules.ofThread(name);
    Map<Step, Double> shares =
        only.isPresent() ? Map.of(only.get(), 1.0) : samples.getOrDefault(thread, Map.of());
    if (shares.isEmpty()) {
      shares = Map.of(Step.OTHER, 1.0);
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    shares.forEach((step, share) -> steps.merge(step, time.seconds() * share / sum, Double::sum));
  }
}
