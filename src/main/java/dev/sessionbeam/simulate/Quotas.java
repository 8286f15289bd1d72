package dev.sessionbeam.simulate;

/**
 * Decides how many events each machine sends. All persons send about the same number. Robots send
 * at least enough events for more than a day. The first machines are robots, and there are few of
 * them.
 */
record Quotas(int machines, int robots, long events, long perRobot) {
  /** With this many events, a machine that never pauses is active for two nights. */
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

  /**
   * Returns the number of events of a machine. Over all machines, the sum is the number of all
   * events.
   */
  long of(int machine) {
    if (isRobot(machine)) {
      return perRobot;
    }
    long rest = events - robots * perRobot;
    int persons = machines - robots;
    return rest / persons + (machine - robots < rest % persons ? 1 : 0);
  }
}
