//! The known name that was probably meant.

/// How far the nearest may be.
const FARTHEST: usize = 2;

/// The candidate that equals `text` but for ASCII case; or else the nearest within edit distance 2, the first of several.
pub(crate) fn closest(
    text: &str,
    candidates: impl Iterator<Item = &'static str> + Clone,
) -> Option<&'static str> {
    let mut same = candidates.clone();
    same.find(|known| known.eq_ignore_ascii_case(text)).or_else(|| {
        let length = text.chars().count();
        candidates
            .filter(|known| known.len().abs_diff(length) <= FARTHEST && may_be_near(text, known))
            .map(|known| (strsim::levenshtein(text, known), known))
            .filter(|(distance, _)| *distance <= FARTHEST)
            .min_by_key(|(distance, _)| *distance)
            .map(|(_, known)| known)
    })
}

/// An edit brings and takes no more than one letter: a cheap way to tell most of those that are far.
fn may_be_near(a: &str, b: &str) -> bool {
    let letters =
        |text: &str| text.chars().fold(0_u64, |letters, char| letters | 1 << (u32::from(char) % 64));
    let (a, b) = (letters(a), letters(b));
    (a & !b).count_ones() as usize <= FARTHEST && (b & !a).count_ones() as usize <= FARTHEST
}
