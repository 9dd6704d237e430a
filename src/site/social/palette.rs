//! The colours of a picture: ramps for letters and edges, and what is left for the icon's own. Pure.

use super::{Colour, Raster};

/// Steps between the ground and a full colour.
const STEPS: u8 = 15;

/// A run of the palette: from next to the ground below to the full colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ramp {
    first: u8,
}

impl Ramp {
    /// The place of the colour that covers this share of a pixel; `None` if none can be seen.
    pub(super) fn at(self, share: f32) -> Option<u8> {
        let step = (share.clamp(0.0, 1.0) * f32::from(STEPS)).round() as u8;
        (step > 0).then(|| self.first + step - 1)
    }

    /// Whether a place of the palette is one of this ramp's.
    pub(super) fn holds(self, index: u8) -> bool {
        (self.first..=self.full()).contains(&index)
    }

    /// The full colour.
    pub(super) fn full(self) -> u8 {
        self.first + STEPS - 1
    }
}

/// The ground, first: runs of zeros are what the fast compression is good at.
pub(super) const GROUND: u8 = 0;
/// The line above the foot.
pub(super) const HAIRLINE: u8 = 1;
/// Titles and names.
pub(super) const INK: Ramp = Ramp { first: 2 };
/// Everything else that is written on the ground.
pub(super) const GREY: Ramp = Ramp { first: 17 };
/// The plugin's colour on the ground.
pub(super) const ACCENT: Ramp = Ramp { first: 32 };
/// White on the plugin's colour.
pub(super) const WHITE: Ramp = Ramp { first: 47 };
const ICON: usize = 62;

/// See [`reduce`].
const REGIONS: usize = 64;

const WHITE_COLOUR: [u8; 3] = [255; 3];

/// The colours in use, and the icon in them.
#[derive(Debug)]
pub(super) struct Palette {
    colours: Vec<[u8; 3]>,
    icon: Vec<u8>,
}

impl Palette {
    /// The palette for a plugin's colour and icon.
    pub(super) fn new(colour: Colour, icon: Option<&Raster>) -> Self {
        let accent = [colour.red, colour.green, colour.blue];
        let mut colours = vec![WHITE_COLOUR, [0xe2, 0xe6, 0xeb]];
        for (full, below) in [
            ([0x14, 0x18, 0x1f], WHITE_COLOUR),
            ([0x4d, 0x56, 0x63], WHITE_COLOUR),
            (accent, WHITE_COLOUR),
            (WHITE_COLOUR, accent),
        ] {
            colours.extend((1..=STEPS).map(|step| mix(full, below, step)));
        }
        let icon = icon.map_or_else(Vec::new, |icon| {
            let ground = if icon.is_light() {
                accent
            } else {
                WHITE_COLOUR
            };
            reduce(icon, ground, &mut colours)
        });
        Self { colours, icon }
    }

    pub(super) fn colours(&self) -> &[[u8; 3]] {
        &self.colours
    }

    /// The place of each pixel of the icon.
    pub(super) fn icon(&self) -> &[u8] {
        &self.icon
    }
}

fn mix(full: [u8; 3], below: [u8; 3], step: u8) -> [u8; 3] {
    let (step, steps) = (u32::from(step), u32::from(STEPS));
    std::array::from_fn(|channel| {
        let sum = u32::from(full[channel]) * step + u32::from(below[channel]) * (steps - step);
        ((sum + steps / 2) / steps) as u8
    })
}

/// Colours that agree in the upper five bits of each channel, and their sum.
#[derive(Clone, Copy, Default)]
struct Group {
    pixels: u32,
    sum: [u32; 3],
}

/// The icon on its ground, in as many colours as the palette has room for: groups of similar colours, of which those with
/// the most pixels are taken; the others become the nearest that is taken.
fn reduce(icon: &Raster, ground: [u8; 3], colours: &mut Vec<[u8; 3]>) -> Vec<u8> {
    let mut groups = vec![Group::default(); 1 << 15];
    let pixels: Vec<usize> = icon
        .pixels()
        .chunks_exact(4)
        .map(|pixel| {
            let opacity = u32::from(pixel[3]);
            let shown: [u32; 3] = std::array::from_fn(|channel| {
                (u32::from(pixel[channel]) * opacity
                    + u32::from(ground[channel]) * (255 - opacity)
                    + 127)
                    / 255
            });
            let place = shown
                .iter()
                .fold(0, |place, &channel| place << 5 | (channel >> 3) as usize);
            groups[place].pixels += 1;
            for (sum, channel) in groups[place].sum.iter_mut().zip(shown) {
                *sum += channel;
            }
            place
        })
        .collect();
    // White is the ground already.
    let mut used: Vec<usize> = (0..groups.len() - 1)
        .filter(|&place| groups[place].pixels > 0)
        .collect();
    used.sort_by_key(|&place| (u32::MAX - groups[place].pixels, place));
    let mean = |group: Group| group.sum.map(|sum| (sum / group.pixels.max(1)) as u8);

    debug_assert_eq!(colours.len(), ICON);
    let free = 256 - colours.len();
    if used.len() > free {
        // The rest is shown by the means of its regions, a quarter of each channel wide, so that none is far off.
        let mut regions = [Group::default(); REGIONS];
        for &place in &used[free - REGIONS..] {
            let region = (place >> 13) << 4 | (place >> 8 & 3) << 2 | (place >> 3 & 3);
            regions[region].pixels += groups[place].pixels;
            for (sum, part) in regions[region].sum.iter_mut().zip(groups[place].sum) {
                *sum += part;
            }
        }
        let taken = used[..free - REGIONS]
            .iter()
            .map(|&place| mean(groups[place]));
        colours.extend(taken);
        let present = regions.iter().filter(|region| region.pixels > 0);
        colours.extend(present.map(|&region| mean(region)));
    } else {
        colours.extend(used.iter().map(|&place| mean(groups[place])));
    }
    let mut places = vec![GROUND; groups.len()];
    for &place in &used {
        places[place] = nearest(mean(groups[place]), colours);
    }
    pixels.into_iter().map(|place| places[place]).collect()
}

fn nearest(colour: [u8; 3], colours: &[[u8; 3]]) -> u8 {
    let distance = |other: &[u8; 3]| -> u32 {
        (0..3)
            .map(|channel| u32::from(colour[channel].abs_diff(other[channel])).pow(2))
            .sum()
    };
    let numbered = (0..=u8::MAX).zip(colours);
    let nearest = numbered.min_by_key(|(_, other)| distance(other));
    nearest.map_or(GROUND, |(index, _)| index)
}
