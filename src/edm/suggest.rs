//! The known name that was probably meant.

/// How far the nearest may be.
const FARTHEST: usize = 2;

/// The candidate that equals `text` but for ASCII case; or else the nearest within edit distance 2, the first of several.
pub(crate) fn closest(
    text: &str,
    mut candidates: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let length = text.chars().count();
    let near = candidates.clone().filter(|known| known.len().abs_diff(length) <= FARTHEST);
    let near = near.filter_map(|known| Some((distance(text, known, FARTHEST)?, known)));
    let same = candidates.find(|known| known.eq_ignore_ascii_case(text));
    same.or_else(|| near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known))
}

/// How many characters have to be put, taken or changed to make one of the other, if it is no more than `most`.
fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (mut rest_a, mut rest_b) = (a.chars(), b.chars());
    loop {
        let (a, b) = (rest_a.as_str(), rest_b.as_str());
        match (rest_a.next(), rest_b.next()) {
            (None, None) => return Some(0),
            (x, y) if x == y => {}
            _ if most == 0 => return None,
            _ => {
                let edits = [(rest_a.as_str(), b), (a, rest_b.as_str()), (rest_a.as_str(), rest_b.as_str())];
                let rest = edits.iter().filter_map(|(a, b)| distance(a, b, most - 1)).min();
                return rest.map(|rest| rest + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{FARTHEST, distance};
    use crate::testing::config;

    proptest! {
        #![proptest_config(config(20_000))]

        #[test]
        fn distances_are_those_of_levenshtein(a in "[abç漢]{0,7}", b in "[abç漢]{0,7}") {
            let levenshtein = strsim::levenshtein(&a, &b);
            prop_assert_eq!(distance(&a, &b, FARTHEST), (levenshtein <= FARTHEST).then_some(levenshtein));
        }
    }
}
