from . import quickbooks_preview
