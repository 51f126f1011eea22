//! Suggestions for unknown names.

/// The maximum edit distance between a long name and its suggestion. For a short name it is a third of its length.
const MAX_DISTANCE: usize = 2;

/// Returns the candidate that was probably meant by `text`, or `None` if no candidate is similar.
///
/// A candidate that differs only in ASCII case comes first. Otherwise it is the one with the smallest edit distance, at
/// most 2 characters and a third of the length of `text`; among equal distances, the first one. Candidates are ASCII.
pub(crate) fn closest(
    text: &str,
    mut candidates: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let length = text.chars().count();
    let max = MAX_DISTANCE.min(length / 3);
    let similar = candidates
        .clone()
        .filter(|candidate| candidate.len().abs_diff(length) <= max)
        .filter_map(|candidate| Some((edit_distance(text, candidate, max)?, candidate)));
    let same = candidates.find(|candidate| candidate.eq_ignore_ascii_case(text));
    same.or_else(|| similar.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate))
}

/// Returns the Levenshtein distance of two texts in characters, or `None` if it is larger than `max`.
///
/// This is written by hand because the crate strsim needs the standard library, and this library is `no_std`. strsim is the
/// oracle of the test below. The function recurses at most `max` levels deep, and `max` is small.
fn edit_distance(a: &str, b: &str, max: usize) -> Option<usize> {
    let mut rest_a = a.chars();
    let mut rest_b = b.chars();
    loop {
        let a = rest_a.as_str();
        let b = rest_b.as_str();
        match (rest_a.next(), rest_b.next()) {
            (None, None) => return Some(0),
            (x, y) if x == y => {}
            _ if max == 0 => return None,
            _ => {
                let deletion = (rest_a.as_str(), b);
                let insertion = (a, rest_b.as_str());
                let substitution = (rest_a.as_str(), rest_b.as_str());
                let edits = [deletion, insertion, substitution];
                let rest = edits.iter().filter_map(|(a, b)| edit_distance(a, b, max - 1)).min();
                return rest.map(|rest| rest + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MAX_DISTANCE, closest, edit_distance};
    use crate::testing::config;

    proptest! {
        #![proptest_config(config(20_000))]

        #[test]
        fn edit_distance_of_any_texts_is_that_of_strsim(a in "[abç漢]{0,7}", b in "[abç漢]{0,7}") {
            let expected = strsim::levenshtein(&a, &b);
            let expected = (expected <= MAX_DISTANCE).then_some(expected);
            prop_assert_eq!(edit_distance(&a, &b, MAX_DISTANCE), expected);
        }
    }

    #[test]
    fn closest_of_several_candidates_is_the_first_one_with_the_smallest_distance() {
        let names = ["failed", "queued", "QUEUED", "cancelled", "canceled"];
        for (text, expected) in [
            ("Queued", Some("queued")),
            ("qeued", Some("queued")),
            ("canceld", Some("canceled")),
            ("cancelled", Some("cancelled")),
            ("canceledd", Some("canceled")),
            ("done", None),
            ("", None),
        ] {
            assert_eq!(closest(text, names.into_iter()), expected, "{text}");
        }
    }
}
