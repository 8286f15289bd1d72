package dev.sessionbeam.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * sessionbeam on unusual shapes: one slot and two, all events of one machine, each event of a
 * machine of its own, and hardly any events.
 */
final class ShapesTable implements MeasuredTable {
  private static final int HARDLY_ANY = 100;
  private static final int THEIR_MACHINES = 20;

  private static final String SLOTS_HEAD =
      """
      | events a second | one slot | two slots | two ÷ one |
      |---|---|---|---|
      """;

  /** A run, and what it is called in the table. */
  private record Shape(Contestant program, Input input) {}

  @Override
  public String key() {
    return "shapes";
  }

  @Override
  public String measure(BenchSettings settings) throws IOException, InterruptedException {
    Input even = settings.input(settings.events());
    List<Shape> slots = new ArrayList<>();
    for (String flag : List.of("--parallelism=1", "--parallelism=2")) {
      slots.add(shape("batch", "", even, SessionbeamCommand.batch(flag)));
      slots.add(shape("streaming", "", even, SessionbeamCommand.streaming(flag)));
    }
    Map<Shape, List<Cost>> costs = new LinkedHashMap<>();
    List<Shape> others = others(settings);
    Runs runs = new Runs(settings);
    for (int round = 1; round <= settings.rounds(); round++) {
      System.out.println("round " + round + " of " + settings.rounds());
      for (List<Shape> shapes : List.of(slots, others)) {
        for (Shape shape : shapes) {
          costs
              .computeIfAbsent(shape, none -> new ArrayList<>())
              .add(runs.run(shape.program(), shape.input()));
        }
      }
    }
    return settings.rounds() == 0
        ? ""
        : SLOTS_HEAD
            + slotsRow("batch", even, costs.get(slots.get(0)), costs.get(slots.get(2)))
            + slotsRow("streaming", even, costs.get(slots.get(1)), costs.get(slots.get(3)))
            + "\n"
            + CostCells.HEAD
            + others.stream()
                .map(shape -> CostCells.of(shape.program().name(), costs.get(shape)) + "|\n")
                .collect(Collectors.joining())
            + lastLine(settings);
  }

  /** Returns shapes of half as many events as the even input. */
  private static List<Shape> others(BenchSettings settings)
      throws IOException, InterruptedException {
    long half = settings.events() / 2;
    List<Shape> shapes = new ArrayList<>();
    addBoth(shapes, "%,d events of one machine", settings.input(half, 1));
    addBoth(shapes, "%,d events, each of a machine of its own", settings.input(half, half));
    addBoth(shapes, "%,d events", settings.input(HARDLY_ANY, THEIR_MACHINES));
    return shapes;
  }

  private static void addBoth(List<Shape> shapes, String name, Input input) {
    String text = ", " + String.format(Locale.ROOT, name, input.records());
    shapes.add(shape("batch", text, input, SessionbeamCommand.batch()));
    shapes.add(shape("streaming", text, input, SessionbeamCommand.streaming()));
  }

  private static Shape shape(String mode, String name, Input input, Contestant.Start start) {
    return new Shape(new Contestant("shapes-" + mode, mode + name, true, start), input);
  }

  private static String slotsRow(String mode, Input input, List<Cost> one, List<Cost> two) {
    double[] oneSlot = CostCells.seconds(one, Cost::wall);
    double[] twoSlots = CostCells.seconds(two, Cost::wall);
    return String.format(
        Locale.ROOT,
        "| %s, %,d events | %,.0f | %,.0f | %s |%n",
        mode,
        input.records(),
        input.records() / Median.of(oneSlot),
        input.records() / Median.of(twoSlots),
        MedianRatio.text(oneSlot, twoSlots));
  }

  private static String lastLine(BenchSettings settings) {
    return String.format(
        Locale.ROOT, "%nMedian of %d rounds. %s", settings.rounds(), Machine.lastLine());
  }
}
