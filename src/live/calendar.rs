//! The day and the hour, for names of files.

/// Day and time as this place counts them, `2026-05-01 14.30.05`; elsewhere than on Linux as UTC
/// does.
#[allow(clippy::disallowed_methods, reason = "names of files carry the day; no sound depends on it")]
pub fn day_and_time() -> String {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let seconds = since.as_secs();
    #[cfg(target_os = "linux")]
    {
        let time = seconds as libc::time_t;
        // SAFETY: both point to values of ours for the length of the call.
        let local = unsafe {
            let mut local: libc::tm = std::mem::zeroed();
            libc::localtime_r(&raw const time, &raw mut local);
            local
        };
        format!(
            "{:04}-{:02}-{:02} {:02}.{:02}.{:02}",
            local.tm_year + 1900,
            local.tm_mon + 1,
            local.tm_mday,
            local.tm_hour,
            local.tm_min,
            local.tm_sec
        )
    }
    #[cfg(not(target_os = "linux"))]
    {
        let (year, month, day) = day_of(seconds / 86_400);
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        format!("{year:04}-{month:02}-{day:02} {hour:02}.{minute:02}.{second:02}")
    }
}

/// Year, month and day of a day counted from 1 January 1970 (Hinnant, *chrono-compatible low-level
/// date algorithms*, 2013).
#[cfg(any(not(target_os = "linux"), test))]
fn day_of(days: u64) -> (u64, u64, u64) {
    let days = days + 719_468;
    let (era, of_era) = (days / 146_097, days % 146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + u64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Days are counted as calendars do, leap years too.
    #[test]
    fn days() {
        for (days, date) in [(0, (1970, 1, 1)), (11_016, (2000, 2, 29)), (20_453, (2025, 12, 31))] {
            assert_eq!(day_of(days), date);
        }
    }
}
