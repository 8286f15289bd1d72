package dev.sessionbeam.simulate;

/**
 * How many events each machine sends: as many as the next one, but robots always enough for more
 * than a day. Robots come first and are few.
 */
record Quotas(int machines, int robots, long events, long perRobot) {
  /** So many events of a machine that never pauses last for two nights. */
  private static final long TWO_NIGHTS = 100;

  private static final int FEWEST_MACHINES = 4;
  private static final int MACHINES_PER_ROBOT = 40;
  private static final long EVENTS_PER_ROBOT = 2000;

  static Quotas of(Simulation settings) {
    long events = settings.events();
    int machines = (int) Math.min(settings.machines(), events);
    int robots = 0;
    if (machines >= FEWEST_MACHINES) {
      long affordable = Math.max(1, events / EVENTS_PER_ROBOT);
      robots = (int) Math.min(1 + machines / MACHINES_PER_ROBOT, affordable);
    }
    long perRobot = 0;
    if (robots > 0) {
      perRobot = Math.max(events / machines, Math.min(TWO_NIGHTS, events / (4L * robots)));
    }
    return new Quotas(machines, robots, events, perRobot);
  }

  boolean isRobot(int machine) {
    return machine < robots;
  }

  /** The number of events of the machine. They add up to all of them. */
  long of(int machine) {
    if (isRobot(machine)) {
      return perRobot;
    }
    long rest = events - robots * perRobot;
    int persons = machines - robots;
    return rest / persons + (machine - robots < rest % persons ? 1 : 0);
  }
}
