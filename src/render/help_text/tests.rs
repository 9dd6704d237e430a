//! Tests of reading help texts.

use super::*;

const WHOLE: &str = "# Description\n\nA [thing](https://a.example).\n\n# Key Features\n\n* One\n\n# Requirements\n  \n\
    *This plugin does not contain any requirements.*\n\n# Supported Product Versions\n\n* 1.0\n\n# Documentation\n\n\
    ## Setup\n\nFirst make a key.\n\nThe connection configuration accepts the following parameters:  \n\n\
    |Name|Type|Default|\n|----|----|----|\n|key|string|None|\nExample input:\n\n```\n{\n  \"key\": 1\n}\n```\n\n\
    Then wait.\n\n### Requirements\n\nA browser.\n\n## Technical Details\n\n### Actions\n\n#### Get User\n\n\
    This action is used to get a user.\n\nOnly active ones.\n\n##### Input\n\n|Name|Type|\n|-|-|\n|a|b|\n\n\
    Mind the case.\n\n##### Output\n\n_This action does not contain any outputs._\n\n##### Errors\n\n|Name|Why|\n|-|-|\n|x|y|\n\n\
    #### Setup\n\nThis action is used to set it up\n\n### Triggers\n\nThis plugin does not contain any triggers.\n\n\
    ### Custom Output Types\n\n**user**\n\n|Name|Type|\n|-|-|\n|a|b|\n\n## Troubleshooting\n\n```\n# no heading\n```\n\n\
    ## Limits\n\nTen.\n\n# Version History\n\n* 1.0.0 - First\n\n# Links\n\n* https://b.example\n\n## References\n\n* c\n";

#[test]
fn standard_sections_give_their_prose() {
    let help = Help::parse(WHOLE);
    let expected = Help {
        description: Some("A [thing](https://a.example).".into()),
        key_features: Some("* One".into()),
        requirements: None,
        supported_versions: Some("* 1.0".into()),
        setup: Some("First make a key.\n\nThen wait.\n\n### Requirements\n\nA browser.".into()),
        troubleshooting: Some("```\n# no heading\n```".into()),
        version_history: Some("* 1.0.0 - First".into()),
        links: Some("* https://b.example".into()),
        references: Some("* c".into()),
        parts: vec![
            Part {
                group: Group::Actions,
                title: "Get User".into(),
                about: Some("This action is used to get a user.".into()),
                text: Some(
                    "Only active ones.\n\nMind the case.\n\n##### Errors\n\n|Name|Why|\n|-|-|\n|x|y|"
                        .into(),
                ),
            },
            Part {
                group: Group::Actions,
                title: "Setup".into(),
                about: Some("This action is used to set it up".into()),
                text: None,
            },
        ],
        extra: vec![Section {
            title: "Limits".into(),
            text: "Ten.".into(),
        }],
    };
    assert_eq!(help, expected);
    assert_eq!(Help::parse(&WHOLE.replace('\n', "\r\n")), expected);
    assert_eq!(
        Help::parse(&format!("\u{feff}{}", WHOLE.replace('\n', "\r"))),
        expected
    );
}

#[test]
fn the_first_paragraph_counts_where_it_says_more() {
    let help = Help::parse(WHOLE);
    let part = &help.parts[0];
    assert_eq!(part.about_beyond("Get a `user`"), None);
    assert_eq!(
        part.about_beyond("Get a group"),
        Some("This action is used to get a user.")
    );
}

#[test]
fn other_orders_and_levels_lose_no_text() {
    let help = Help::parse(
        "Before.\n\n# My Plugin #\n\nHello.\n\n## About\n\nMore.\n\n## **Setup:**\n\nGo.\n\nTroubleshooting\n---\n\nOff and on.\n\n\
         ## Actions\n\nAll are slow.\n\n### Search\n\nFinds.\n\n## Setup\n\nAgain.\n\n## Other\n\nLast.\n#### Deep\n\nEnd",
    );
    assert_eq!(help.description.as_deref(), Some("Before."));
    assert_eq!(help.setup.as_deref(), Some("Go.\n\nAgain."));
    assert_eq!(help.troubleshooting.as_deref(), Some("Off and on."));
    assert_eq!(help.parts[0].title, "Search");
    assert_eq!(help.parts[0].about.as_deref(), Some("Finds."));
    let extra: Vec<_> = help
        .extra
        .iter()
        .map(|section| (section.title.as_str(), section.text.as_str()))
        .collect();
    assert_eq!(
        extra,
        [
            ("My Plugin", "Hello.\n\n## About\n\nMore."),
            ("Actions", "All are slow."),
            ("Other", "Last.\n\n#### Deep\n\nEnd"),
        ]
    );
}

#[test]
fn nothing_gives_nothing() {
    for text in [
        "",
        "\n",
        "\u{feff}",
        "# Setup",
        "# Description\n\n_This plugin does not contain any triggers._",
    ] {
        assert_eq!(Help::parse(text), Help::default(), "{text:?}");
    }
    let text = "This plugin does not contain any secrets.";
    assert_eq!(Help::parse(text).description.as_deref(), Some(text));
    // An example whose code block has no end is kept, so that it takes nothing with it.
    let help = Help::parse("# Setup\nExample input:\n```\na\n\nb");
    assert_eq!(help.setup.as_deref(), Some("Example input:\n```\na\n\nb"));
}

#[test]
fn code_blocks_end_as_markdown_ends_them() {
    let help = Help::parse(
        "# Setup\n```\n    ```\n# a\n```\n# Links\n1. b\n   ```\n   c\n# References\nd",
    );
    assert_eq!(help.setup.as_deref(), Some("```\n    ```\n# a\n```"));
    assert_eq!(help.links.as_deref(), Some("1. b\n   ```\n   c"));
    assert_eq!(help.references.as_deref(), Some("d"));
}
