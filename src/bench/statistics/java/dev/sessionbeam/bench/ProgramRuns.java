package dev.sessionbeam.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The runs of one program, one of each size for each round.
 *
 * @param key the program's name on the command line
 * @param name its name in tables
 * @param few the costs of the runs over the smaller input
 * @param many the costs of the runs over the larger input, in the same order
 */
record ProgramRuns(String key, String name, List<Cost> few, List<Cost> many) {
  /** Returns a figure of the marginal cost in each round. */
  double[] marginal(long fewEvents, long manyEvents, ToDoubleFunction<MarginalCost> figure) {
    return IntStream.range(0, few.size())
        .mapToObj(round -> MarginalCost.of(few.get(round), fewEvents, many.get(round), manyEvents))
        .mapToDouble(figure)
        .toArray();
  }
}
