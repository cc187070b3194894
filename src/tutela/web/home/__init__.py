"""The first page of every role: what needs me now?"""
