//! Something for each kind of operation, such as its names. Shared by emitters; sees the model alone.

use crate::model::OperationKind;

/// A value for each kind of operation.
pub(super) struct ByKind<T> {
    action: T,
    trigger: T,
    task: T,
}

impl<T> ByKind<T> {
    /// Makes the values, in the order of [`OperationKind::ALL`].
    pub(super) fn new(make: impl FnMut(OperationKind) -> T) -> Self {
        let [action, trigger, task] = OperationKind::ALL.map(make);
        Self {
            action,
            trigger,
            task,
        }
    }

    /// The value of one kind, to be changed.
    pub(super) fn of_mut(&mut self, kind: OperationKind) -> &mut T {
        match kind {
            OperationKind::Action => &mut self.action,
            OperationKind::Trigger => &mut self.trigger,
            OperationKind::Task => &mut self.task,
        }
    }

    /// The value of one kind.
    pub(super) fn of(&self, kind: OperationKind) -> &T {
        match kind {
            OperationKind::Action => &self.action,
            OperationKind::Trigger => &self.trigger,
            OperationKind::Task => &self.task,
        }
    }
}
