//! How a site hands its files over: each is made only where what it is made from is not what it was made from last time.

use sha2::{Digest as _, Sha256};

use super::{Folder, Made, Open};
use crate::site::sink::{Key, Parts, Sink};

impl Sink for Folder<'_> {
    fn file(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Vec<u8>) {
        if !self.reserve(path) {
            return;
        }
        let made = match self.present(path) {
            Some(record) if record.key == key && record.parts.is_none() => Made::Kept,
            _ => self.take(path, &[&make()], key, None),
        };
        self.enter(path, made);
    }

    fn parts(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Parts) {
        if !self.reserve(path) {
            return;
        }
        let same = self
            .present(path)
            .is_some_and(|record| record.parts.is_some_and(|(old, ..)| old == key));
        let made = if same {
            Made::OpenKept
        } else {
            let Parts {
                head,
                tail,
                linking,
            } = make();
            self.stage(path, &[&head]);
            let mut hash = Sha256::new();
            hash.update(&head);
            let mut links = Vec::new();
            self.scan(path, linking.as_bytes(), &mut links);
            Made::Open(Box::new(Open {
                links,
                key,
                hash,
                head: head.len() as u64,
                tail,
            }))
        };
        self.enter(path, made);
    }

    fn middle(&self, path: &str, key: Key, make: &mut dyn FnMut() -> Vec<u8>) {
        let made = match self.shard(path).remove(path) {
            Some(Made::Open(open)) => self.close(path, *open, key, &make()),
            Some(Made::OpenKept) => match self.old.get(path) {
                Some(record) if record.key == key => Made::Kept,
                Some(record) => match self.outer(path, record) {
                    Ok((head, tail, parts)) => {
                        self.take(path, &[&head, &make(), &tail], key, Some(parts))
                    }
                    Err(error) => {
                        self.note(error);
                        Made::Kept
                    }
                },
                None => Made::Kept,
            },
            Some(other) => other,
            None => return,
        };
        self.enter(path, made);
    }

    fn keep(&self, path: &str) -> bool {
        if self.shard(path).contains_key(path) {
            return true;
        }
        let Some(record) = self.present(path) else {
            return false;
        };
        let made = match record.parts {
            Some(_) => Made::OpenKept,
            None => Made::Kept,
        };
        self.enter(path, made);
        true
    }
}
