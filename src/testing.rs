//! The configuration of property tests inside the crate.

use proptest::test_runner::{Config, RngSeed};

/// The seed of all property tests inside the crate.
const SEED: u64 = 0x5eed_2026;

/// Returns a configuration for this number of cases, with a fixed seed, so that every run tests the same values.
pub(crate) fn config(cases: u32) -> Config {
    Config { cases, rng_seed: RngSeed::Fixed(SEED), failure_persistence: None, ..Config::default() }
}
