package dev.sessionbeam.deploy;

/** The decisions, on a platform in memory. */
class RolloutsTest extends RolloutScenarios {
  @Override
  protected Simulation simulation() {
    return new SimulatedPlatform();
  }
}
